# Names that look like a member's own: the page, and the text for a report.
alike-title = Names that look like yours
alike-lead = Someone may take a name that looks like yours to trick people. We watch for such names.
alike-careful = Do not visit these names, and do not write to them. Tell us which of them are your own.
alike-of = Names like { $name }
alike-nothing = We know of no such name. We will tell you here when we see one.
alike-free =
    { $many ->
        [one] One more name like yours was seen, but no one has it now.
       *[other] { $many } more names like yours were seen, but no one has them now.
    }
alike-search = Look for names like mine now
alike-searching = We look for names like yours
alike-searching-words = We tried { $tried } of { $of } names. Someone has { $found } of them.
alike-searched = We tried { $tried } names just now. Someone has { $found } of them. You can look again in one hour.
alike-searched-not-all = We tried { $tried } names just now. Someone has { $found } of them. Of { $unseen } we could not tell. You can look again in one hour.
alike-searched-stopped = We had to stop after { $tried } of { $of } names. You can look again in one hour.

alike-tag-urgent = Act today
alike-tag-important = Please act
alike-tag-watch = We watch it
alike-tag-unseen = Not seen yet
alike-spelled = Computers spell it

alike-think-soon = Someone may have this name. We will look at it soon.
alike-think-copy = We think it is there to trick people. It shows a page like yours.
alike-think-log-in = We think it is there to get passwords. It asks for one in your name.
alike-think-mail = We think someone could use it to write in your name.
alike-think-unseen = We could not look at it. We will try again.
alike-think-yours = We think this one is your own. It leads to your site.
alike-think-another = We think it is the name of another firm. It has been there for long and has its own page.
alike-think-parked = Someone has this name and does not use it yet. It may be for sale.
alike-think-registered = Someone has this name. We saw no harm in it yet.

alike-why = Why we think so
alike-because = It looks like yours because { $kinds }.
alike-can = What it can do
alike-mail-yes = It can send or get mail.
alike-mail-no = It cannot get mail.
alike-mail-unseen = We could not see if it has mail.
alike-page-none = It has no page.
alike-page-not-visited = We have not looked at its page yet.
alike-page-unseen = We could not look at its page.
alike-page-yours = It sends people to your own site.
alike-page-copy = It shows a page like yours.
alike-page-log-in = It asks for a password in your name.
alike-page-parked = Its page is empty, or says that the name is for sale.
alike-page-other = It has a page that is not like yours.
alike-there-no = No one has it.
alike-there-unseen = We could not see if someone has it.
alike-when = Since when
alike-first-seen = We saw it first on { $date }.
alike-registered-on = It was sold on { $date }.
alike-looked = We looked
alike-looked-at = The last time was { $when }. We look again by ourselves.

alike-next = What to do
alike-next-site = Send our report to the firm that sold the name. Then tell your staff and customers.
alike-next-mail = Tell your staff and customers that this name is not you. Ask them to ring you if a bill seems odd.
alike-next-yours = Is it yours? Then press the button that says so.
alike-next-wait = There is nothing to do. We will look again.
alike-next-note = There is nothing to do now. If it is yours, tell us.
alike-next-who = You can do this. It takes about { $minutes } minutes.

alike-mine = It is mine
alike-hide = It is not like mine
alike-watch = Keep watch on it
alike-is-watched = You asked us to keep watch.
alike-look = Look again
alike-said-title = What you told us
alike-said-mine = You said on { $date } that it is yours.
alike-said-hide = You said on { $date } that it is not like yours.
alike-unsay = Take this back

alike-report = Text for a report
alike-report-title = Report about { $name }
alike-report-to = { $seller } sold this name. It can switch the name off.
alike-report-to-unknown = The firm that sold this name can switch it off. We could not see which firm that is.
alike-report-step-find = Find the site of that firm by yourself. Look there for the word abuse.
alike-report-step-send = Send them the text below. It says what we saw.
alike-report-step-wait = They answer in some days, most times. We look at the name each day and tell you here.
alike-report-label = The text
alike-report-file = Keep the text as a file
alike-report-text =
    Subject: { $name } looks like our name { $own }

    Hello,

    the name { $name } looks like { $own }, which is the name of our firm, { $firm }. How it is alike: { $why }. We did not buy it, and we did not ask for it. We think that it may be used to trick people.

    This was seen of it from outside on { $looked }:
    { $lines }

    It was first seen on { $first }.

    Please look at this name, and switch it off if it breaks your rules. Please tell us what you did.

    { $firm }
    { $own }

alike-letter-next = Do this first: { $what }. See the name and what to do: { $origin }/firm/lookalikes
alike-changed = What we think of a name like yours changed
alike-names-seen = Names that look like yours were seen
alike-you-said = You told us what a name like yours is
