# What a page says when something went wrong: what it is, and what to do next.
error-next = What you can do
error-home = Go to the first page
error-help = Get help now
error-reference = If you write to us, please name this reference: { $reference }

error-not-found-title = We have no page here
error-not-found-text = The address may have a typing mistake, or the page has moved.
error-not-found-do = Check the address, or start again from the first page.

error-not-allowed-title = This page is not for your account
error-not-allowed-text = You are signed in, but this page belongs to somebody else or to another part of our team.
error-not-allowed-do = If you think that is wrong, ask the person who set up your account.

error-sign-in-title = Please sign in first
error-sign-in-text = This page is for people who have an account here.
error-sign-in-do = Sign in, and you will come back to this page.

error-wrong-title = We could not read what was sent
error-wrong-text = A part of it is missing or is not in a form that we know.
error-wrong-do = Go back, look at what you typed, and send it again.

error-too-many-title = Please wait a little
error-too-many-text = A lot has come from your network in a short time, so we have slowed down. Nothing is lost.
error-too-many-do = Wait a minute and try again. If it is urgent, please ring.

error-too-large-title = That is too large for us
error-too-large-text = We can take files up to a limit, and this one is over it.
error-too-large-do = Send a smaller file, or send the parts one by one.

error-expired-title = This page was open for too long
error-expired-text = To keep you safe, a form works for a limited time only. We did not keep what you sent.
error-expired-do = Go back, load the page again, and send it once more.

error-fault-title = Something broke on our side
error-fault-text = It is not your fault. We have written down what happened, without your name.
error-fault-do = Try again in a minute. If it is urgent, please ring.

error-busy-title = We are very busy right now
error-busy-text = Too many people are asking at once. What you sent before is safe.
error-busy-do = Try again in a minute. If it is urgent, please ring.
