# The frame of every page.
chrome-skip = Skip to main content
chrome-title = { $page } – { $centre }
chrome-menu = Menu
chrome-doors = Doors of the house
chrome-door-help = Help now
chrome-door-real = Is this real?
chrome-door-check = Check my business
chrome-door-join = Join
chrome-door-firm = My firm
chrome-sign-in = Sign in
chrome-sign-out = Sign out
chrome-signed-in = Signed in as
chrome-who = { $name }, { $role }
chrome-demonstration = Demonstration
chrome-demonstration-text = This is a made-up city. No firm here is real, and no e-mail leaves.
chrome-demonstration-post = See what would have been sent

# At the foot: what helps today, whatever page it is.
chrome-foot-trouble = In trouble now?
chrome-foot-danger = Someone is in danger, or it is happening now
chrome-foot-danger-number = 999
chrome-foot-bank = Money has gone: your bank
chrome-foot-bank-number = 159
chrome-foot-report = Report a fraud or a hack
chrome-foot-report-number = 0300 123 2040
chrome-foot-sms = Send on a bad text, free
chrome-foot-sms-number = 7726
chrome-foot-mail = Send on a bad e-mail
chrome-foot-house = This house
chrome-foot-status = Are we open? How we are doing
chrome-foot-verify = Is it really us? How to check
chrome-foot-privacy = What we keep about you
chrome-foot-accessibility = Can everyone use these pages?
chrome-foot-report-page = Come back to what you told us
chrome-foot-help = Help now
chrome-foot-never = We never ask for a password, a code or a payment. Not by phone, not by e-mail, not at the door.
