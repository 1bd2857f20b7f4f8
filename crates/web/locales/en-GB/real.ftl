# Is this real? What is asked, what is answered, and the way back. The title and the signs of a trick stand in front.ftl.

# The question.
real-words = Paste the message here
real-words-hint = A text, a chat message or the words of an e-mail. Keep the links in it: we never open them.
real-files = Or choose a file
real-files-hint = A saved e-mail (.eml or .msg), a picture of your screen, or a PDF. It may have { $each } MB.
real-photo = Or take a photo
real-photo-hint = On a phone: of a letter, a screen or a square code.
real-keep = We lock what you send away at once. Nobody who sent you the message learns that you asked.
real-send = Ask us
real-child = Is it about a picture or film of a child? Please do not send it.
real-child-link = Here is who can help
real-back-lead = Did you ask us before?
real-back-link = Find your answer with your words
real-fault-nothing = Paste the message, or choose a file. Nothing was sent yet.
real-fault-many = Send five things at a time. Your words are still here.
real-busy = Many people ask us at this moment. Your words are still here. Press "Ask us" again in { $seconds } seconds. Choose your file again too.
real-several-title = We have them all
real-several-lead = Each has an answer of its own. Keep this page open, or keep the names below.
real-several-link = Answer for

# Waiting.
real-waiting-title = We have your message
real-waiting = We look at it now
real-waiting-words = This takes a few seconds.
real-waiting-link = See if the answer is there

# The verdicts.
real-verdict-scam = We think this is a scam
real-verdict-suspicious = We are not sure. Be careful
real-verdict-cannot-tell = We cannot tell
real-verdict-looks-genuine = It looks genuine
real-lead-scam = Somebody wants to trick you.
real-lead-suspicious = Something is wrong with it. Treat it as a trick until you know more.
real-lead-cannot-tell = We see nothing that proves a trick, and nothing that proves that it is real. So check it in another way.
real-lead-looks-genuine = We could check who sent it. Nobody can be fully sure, so stay awake.
real-short-none = We look at it
real-short-scam = We think it is a scam
real-short-suspicious = We are not sure
real-short-cannot-tell = We cannot tell
real-short-looks-genuine = It looks genuine
real-officer = One of our people looked at it and says: { $verdict }. { $why }
real-others = { $many ->
    [one] One other person sent us a message like it.
   *[other] { $many } other people sent us messages like it.
}
real-why-title = Why we think so
real-not-opened-title = We could not open this one
real-not-opened = We could not open this one. Somebody will look at it. It is safe with us, and nothing is lost.
real-not-opened-next = Until then, do not press, answer or pay. Come back to this page later. Or ring us.

# The next thing.
real-next-nobody = them
real-next-leave-it = Do not answer, press or pay
real-next-leave-it-why = Then delete it. That is all. You lose nothing by it.
real-next-ask = Ask { $name } in a way that you already know
real-next-ask-why = Use the number on your card, on an old bill, or the site you always use. Not the one in the message.
real-next-ring = Ring { $name } before you pay
real-next-ring-why = Use a number that you already have. Ask if they sent new bank details. Tricksters write in the name of people you know.
real-next-attach = Send it to us once more, as a file
real-next-attach-why = In your mail program, save the e-mail or send it on as an attachment. Then we can see who really sent it.
real-next-usual = Go to { $name } the way you always do
real-next-usual-why = Type the address yourself, or use your app. Then a link cannot fool you.

# What has already happened.
real-already-said = You told us that it happened. It happens to careful people too. Start here, now.
real-already-paid = I already paid
real-already-password = I gave a password or code
real-already-in = I let them in
real-already-clicked = I pressed or opened it
real-already-reference = If you tell us more, give this name of your message:
real-tell-begins = I asked you if a message is real. Its name is { $reference }.

# Reporting.
real-report-title = Report it, and help others
real-report = This is free and takes a minute.
real-route-platform = Report it where you got it too: most apps have a button for that.
real-route-organisation = { $name } wants to know of it too. Look on their own site for how.

# Behind the fold.
real-more = Who sent it, and what we found
real-more-never = The links and numbers here are written so that nobody can press them.
real-more-who = Who really sent it
real-more-not-checked = We could not check that. That is not a good sign and not a bad one.
real-more-noticed = What else we saw
real-more-message = The message
real-more-sender = It says it is from
real-more-subject = Title
real-more-begins = It begins
real-more-unread = What we could not read
real-evidence-whole = We had the whole message with all its marks.
real-evidence-headers = We had its top lines, but the seal on it was broken on the way.
real-evidence-copied = We only had what your mail program copied. So we cannot see who really sent it.
real-evidence-words = We only had the words. So we cannot see who really sent it.
real-evidence-picture = We only had a picture. We read the words in it by machine, and may have read some wrong.

# Coming back.
real-come-back-title = Come back to this answer
real-come-back = The name of your message is:
real-come-back-words = These words lead you back here:
real-come-back-where = Type them on the page "Is this real?". The address of this page leads back too. Show neither to others.
real-forget-text = Do you want us to wipe your message and our answer? Then we cannot help you with it any more.
real-forget = Wipe it now
real-another = Ask about another message
real-back-title = Find your answer
real-back-text = Type the words that we gave you.
real-back-words = Your words
real-back-button = Find it
real-back-nothing = We have no message with these words. Check each word. Messages are wiped after a year.

# In a member's own pages.
real-firm-title = Messages you asked about
real-firm-lead = What you and your people sent us to look at.
real-firm-none = Nobody has asked yet.
real-firm-which = Message
real-firm-verdict = What we think
real-firm-when = When
real-advisory-when = We told you this on { $when }.
real-advisory-letter-subject = A warning from your cyber centre
real-advisory-letter =
    We have a word of warning for firms like yours:

    { $title }

    { $body }

    You can read it on your page too: { $address }
    We never ask for passwords, codes or money.

# The warning list.
warnings-title = Bad web addresses
warnings-lead = Tricksters use these addresses. Do not open them. Two of our people checked each one.
warnings-none = There are none on the list today.
warnings-caption = Addresses, with a bracket so that nobody can press them
warnings-address = Address
warnings-why = Why
warnings-until = On the list until
warnings-feeds = For people who run filters:
warnings-as-text = the list as text
warnings-as-json = the list as JSON
warnings-appeal-title = Is an address wrong here?
warnings-appeal = Tell us why. One of our people looks at it, and can take it off at once.
warnings-appeal-domain = Which address
warnings-appeal-words = Why it is wrong, and how we can reach you
warnings-appeal-button = Tell us
warnings-heard = Thank you. One of our people looks at it.
warnings-fault-domain = Type an address from the list.
warnings-fault-words = Tell us why, in 2,000 letters or less.
warnings-fault-not-listed = This address is not on the list.

# The answer as a letter
real-mail-subject = The message that you sent us
real-mail-next = What to do now:
real-mail-a-person = We could not open it. Somebody of ours will look at it. You need not do anything now. Until then, do not answer it, and do not press or pay.
real-mail-text =
    You sent us a message and asked if it is real. This is what we think.

    { $said }

    All that we saw, and help if you pressed or paid already:
    { $link }

    Your number for this is { $reference }. If you did not send us anything, you can throw this letter away.

    { $centre }
