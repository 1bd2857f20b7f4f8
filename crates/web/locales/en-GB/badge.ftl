# The badge of a member whose promises are kept.
badge-title = Your badge
badge-lead = When your promises are kept, you can show a badge on your website. It leads to a page that says what we looked at, and when.
badge-off = It is switched off. No one sees it.
badge-on-current = It is switched on. It counts until { $until }, and goes on by itself as long as your promises are kept.
badge-on-not-now = It is switched on, and says "no current check" for now.
badge-switch-on = Switch the badge on
badge-switch-off = Switch the badge off
badge-lacks-no-name = Add a web name first.
badge-lacks-proof = First show that each of your web names is yours.
badge-lacks-look = We have not called at each of your web names in the last two weeks. Press "Look now" at the name.
badge-lacks-promise = One of your promises is not kept yet. Do your next step first.
badge-lacks-check = One of your promises could not be checked. We look again each night.
badge-go-on = Go to your web names
badge-public = Who sees the badge can open its page. There stand the name of your firm, your web names, and how your promises stand.
badge-see = See the page that it opens
badge-paste-title = Put it on your website
badge-paste-text = Copy this line into your page, or send it to the person who looks after your website.
badge-paste-label = HTML
badge-picture-title = How it looks
badge-alt = Checked by { $centre }

badge-page-title = { $firm }: checked by { $centre }
badge-page-lead = We looked at { $firm } from outside, as a visitor would. This is what we found.
badge-page-names = Web names we looked at
badge-page-kept-title = What is kept
badge-page-looked = We looked on
badge-page-until = This counts until
badge-page-next = We look again each night. If something changes, this page says so by itself.
badge-page-not-title = What it does not say
badge-page-not =
    It does not mean that the firm cannot be attacked. No one can promise that.
    We did not see its computers, its passwords or its people.
    It says nothing about what the firm sells, or how.
badge-page-not-closer = We did not look at what is open to the internet. We look there only when a firm says yes.
badge-page-not-now-title = There is no current check of { $firm }
badge-page-not-now-text = That is no bad sign. It means that we cannot say anything today: a look is due, or something is being mended.
badge-page-none-title = There is no badge here
badge-page-none-text = The firm may have switched it off, or part of the address is missing. It means no more than that.
badge-page-own = Check your own web name
badge-picture-checked = Checked
badge-picture-by = by { $centre }
badge-picture-until = counts until { $until }
badge-picture-none = No current check
badge-picture-desc = { $firm } keeps its promises, as seen from outside. Counts until { $until }.
badge-picture-none-desc = This says nothing, good or bad.
