# Show that a name is yours.
prove-title = Show that { $name } is yours
prove-lead = We only look at a name from close by when we know that its owner wants it. So first show us that it is yours. You do it once.
prove-why = Only you can change the records of your name. When our line is there, we know that it is you.
prove-who = You, or whoever looks after your web name
prove-next-title = Put one line into the records of your name
prove-steps =
    Sign in where you rent your name.
    Add a new record. Copy the three fields below into it.
    Save it. Then press the button.
prove-proof = We say here that we saw it. It can take an hour to be known everywhere.
prove-done-button = We have done it, look now
prove-file-title = Or put a small file on your website
prove-file =
    Make a text file with this one line in it.
    Put it at the address below. It must open there at once, and not send us on to another page.
    Leave it there. We look again before each close look.
prove-file-line = The line in the file
prove-file-address = Where it must open
prove-mail-title = Or get a letter by e-mail
prove-mail = We send a letter to { $mailbox }. Press the button in it. It counts for one hour, then we have to ask again. So the line above is better.
prove-mail-button = Send the letter
prove-state-title = What we know
prove-state-never = You have not shown it yet.
prove-state-seen = We know that it is yours. We last saw it { $when }.
prove-state-lost = The line is gone. We looked { $when }. Put it back, and press the button.
prove-go-on-title = Now you can ask for a closer look
prove-go-on-why = Your name is yours, we saw it. With your yes we can look at more than a visitor sees.
prove-go-on = See what a closer look is
prove-link = Show that it is yours
prove-told-proved = Thank you. We saw it. The name is yours.
prove-told-not-there = We did not find it yet. If you have just saved it, wait an hour and press again. Nothing is lost.
prove-told-something-else = We found something there, but not this line. Copy all of it, and nothing else.
prove-told-everything = Your name gives the same line for each name below it. That proves nothing. Put the line at the one name only, or use the file.
prove-told-could-not-check = We could not look just now. It does not mean that something is wrong. Try again in a few minutes.
prove-told-wait = We asked a few times just now. Wait a minute, then press again.
prove-told-mailed = If { $mailbox } takes mail, our letter is there soon. Press the button in it.
prove-told-mailed-today = We sent a letter to { $mailbox } less than a day ago. Press the button in that one.
prove-letter-subject = Is this name yours?
prove-letter-text =
    Hello,

    a firm has told us that { $name } is its own: { $firm }.

    Is that so? Then press the button on this page. It works for one day:
    { $link }

    If not, do nothing. Then nothing happens.
    If you want us to leave this name alone for ever, tell us here:
    { $origin }/looking

    We never ask for a password, a code or money.

    { $centre }
    { $origin }
prove-press-title = Is { $name } yours?
prove-press-text = The firm { $firm } says that it is. If you say yes, it may ask us to look at this name from close by.
prove-press-button = Yes, it is theirs
prove-pressed-title = Thank you
prove-pressed-text = The firm can go on now. It has one hour.
prove-gone-title = This link is over
prove-gone-text = It was used, or it is more than a day old. The firm can send a new one.

# A closer look.
closer-title = A closer look at { $name }
closer-lead = With your yes we look at more than a visitor sees. It finds doors that were left open before a crook does.
closer-first-prove = First show us that the name is yours.
closer-do-title = What we will do
closer-do =
    We look which doors are open at the machines behind this name.
    We see if files lie open that should not.
    We see if old, weak ways to talk to your website still work.
    We ask your mail server if it would pass on mail for strangers. We send none.
    We do it once an hour at most. Each time we first see that the name is still yours.
closer-never-title = What we will never do
closer-never =
    We try no passwords and break no locks.
    We change nothing, and we copy none of your files.
    We do not look at other names, and we do not flood your machines.
    We show what we see to your people and ours only.
closer-who-title = Who may say yes
closer-who = The owner, a director, or someone they have asked. The machines behind the name must be yours, or the firm that runs them must have said yes too.
closer-days = For how long?
closer-days-some = { $days } days
closer-capacity = What are you to the firm?
closer-capacity-owner = I own it
closer-capacity-director = I am a director or partner
closer-capacity-on-behalf = The owner or a director told me to
closer-signer = Type your full name
closer-tick = I have read this. I may say yes for the firm, and I do.
closer-sign-button = Say yes
closer-signer-missing = Type your full name.
closer-tick-missing = Tick the box if you want to say yes.
closer-days-missing = Choose for how long.
closer-capacity-missing = Choose what you are to the firm.
closer-open-title = You have said yes
closer-open = { $signer } said yes { $when }. It ends { $until }.
closer-open-next = Press "Look now" at your web name. We then look from close by.
closer-withdraw-text = You can take it back at any time. The next look then stays at the door again.
closer-withdraw-button = Take it back
closer-before-title = Earlier
closer-before = { $signer }, from { $from } until { $until }
closer-link = Ask for a closer look
closer-link-open = A closer look is on

# Who we are, for those who run machines.
looking-title = How we look, and how to make us stay away
looking-lead = You run a server and we called at it? Here is who we are, what we do, and how to make us stop.
looking--do-title = What we do
looking--do =
    We look at names of small firms from outside, and tell the owner what to mend.
    We read public records of the name.
    We call as one visitor would: one page, one greeting of the mail server.
    We do more only where the owner has shown that the name is theirs and has signed for it.
looking--often-title = How often
looking--often =
    One call at a name in five minutes at most, no matter how many ask.
    For a member, once a week.
    A closer look once an hour at most.
looking--never-title = What we never do
looking--never =
    We try no passwords and break no locks.
    We send no mail, and we change nothing.
    We follow no link that leads to another name.
looking-agent-title = How you know us
looking-agent = Each call says this of itself:
looking-addresses = We come from here:
looking-addresses-none = Ask us, and we tell you from which addresses we come.
looking-away-title = Make us stay away
looking-away-text = It counts for the name and all names below it, from the next moment on, and for ever. You need not say why.
looking-away-name = The name
looking-away-how = How shall we know that it is yours?
looking-away-records = I put a record at { $label } in front of the name. It says: { $text }
looking-away-mail-postmaster = Send a letter to postmaster at the name
looking-away-mail-abuse = Send a letter to abuse at the name
looking-away-button = Leave this name alone
looking-away-write = Is it about a whole network, or does none of this work? Write to us or ring us.
looking-told-kept = It is noted. We leave { $name } alone, for ever.
looking-told-not-there = We did not find the record yet. Wait a little and send it once more. Nothing is lost.
looking-told-could-not-check = We could not look at the records just now. Try again in a minute, or choose the letter.
looking-told-mailed = If that mailbox takes mail, our letter is there soon. Press the button in it.
looking-how-missing = Choose one.
looking-letter-subject = Shall we leave this name alone?
looking-letter-text =
    Hello,

    someone asked us to leave { $name } alone and never look at it again.

    Is that what you want? Then press the button on this page. It works for one day:
    { $link }

    If not, do nothing. Then nothing changes.

    We never ask for a password, a code or money.

    { $centre }
    { $origin }
looking-press-title = Leave { $name } alone?
looking-press-text = We then never look at this name, nor at any name below it. It cannot be undone.
looking-press-button = Yes, leave it alone
looking-gone-title = This link is over
looking-gone-text = It is more than a day old, or not whole. You can ask for a new one.
