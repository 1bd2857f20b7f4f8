# What the desk sends to people who reported something: drafts of messages, and the short letter that tells of one.
# A draft is a beginning: an officer reads it, changes it and sends it. Each says what we never ask for.

desk-never-ask = We never ask for a password, a code or a payment. If someone asks for one in our name, do not answer, and tell us.

desk-draft-read-title = We have read it
desk-draft-read = Hello. I have read what you told us. I have your case now. I will write to you here again when I know more, and you can write back at any time. You do not have to tell it again.

desk-draft-bank-title = Bank first
desk-draft-bank = Hello. The first thing is your bank. Please ring 159, or the number on your card. Say: I was tricked, please stop this payment. Write down the time and what they tell you. Then write to me here, and we go on from there.

desk-draft-computer-title = Leave the computer as it is
desk-draft-computer = Hello. Please take the computer off the network and leave it switched on. Do not delete anything and do not pay. Use another phone or computer to write to us. I will ring you and go through it with you.

desk-draft-account-title = Get the account back
desk-draft-account = Hello. Please use a device that you trust. Change the password, sign out of all other devices, and turn on the second step. Then look if mail is sent on to someone else. Tell me here how far you got.

desk-draft-safety-title = Your safety first
desk-draft-safety = Hello. Thank you for telling us. You decide what happens next. Are you safe now, and is this a safe way to write to you? If you are in danger, ring 999. If you cannot speak, press 55 when asked. I will not do anything without asking you first.

desk-draft-hate-title = You were right to tell us
desk-draft-hate = Hello. I am sorry that this was done to you, and you were right to tell us. Keep a picture of the post, with its date. You do not have to answer it. I can ask the website to take it down, and I can find someone who is there for you. Tell me what you want most.

desk-draft-message-title = It is a trick, and nothing was lost
desk-draft-message = Hello. Thank you for showing us this. We think it is a trick. If you did not answer and did not press anything, you are fine. You can delete it now. We use what you sent to warn others.

desk-draft-more-title = One thing we need to know
desk-draft-more = Hello. To go on, I need to know one thing from you:

desk-draft-news-title = How it stands
desk-draft-news = Hello. I promised to tell you how it stands. This is what we did, and this is what comes next:

desk-draft-over-title = This is what came of it
desk-draft-over = Hello. We have done what we can, and this is what came of it. I will ask you again in some days how you are. If anything is still wrong, write to me here.

desk-letter-subject = A message for you from { $centre }
desk-letter =
    Hello,

    There is a message for you about your report { $reference }. For your safety it is not in this letter.

    Open { $address } and type the words of your receipt to read it.

    We never ask for a password, a code or a payment.

    { $centre }

desk-hate-honest = What can be expected: posts are often taken down within days. Some people get an apology or a warning to the one who did it. A charge is rare. We say so at the start, and we stay with you whatever comes of it.
