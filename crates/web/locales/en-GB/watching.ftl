# Letters about what we saw at a member's web names, how to stop them, and what we keep an eye on.
watching-letter-subject = What is new at your web names
watching-letter-subject-urgent = Please look at your web names today
watching-letter-text =
    Hello { $name },

    we look after the web names of { $firm }. This is what we saw.

    { $lines }

    { $next }

    We write once a week at most. Only what cannot wait comes sooner. You want no such letters? Stop them here: { $origin }/firm/letters

    We never ask for a password, a code or money.

    { $centre }
watching-line-new = New at { $domain }: { $what }
watching-line-still = Still there at { $domain }: { $what }
watching-line-mended = Mended at { $domain }: { $what }
watching-line-with-day = { $line }. We saw: { $seen }
watching-line-more =
    { $more ->
        [one] There is one more.
       *[other] There are { $more } more.
    } You find it all here: { $origin }/firm/domains
watching-next = Do this first: { $what }. How to do it, step by step: { $origin }/firm/domains/{ $asset }
watching-next-none = There is nothing more to do about these points. Well done.

watching-title = What we keep an eye on
watching-what = What
watching-how = How it stands
watching-told = We told you
watching-open = To be mended. We saw it first on { $date }.
watching-mended = Mended. We saw that on { $date }.
watching-once = We saw this once. We look again { $when } before we count it.
watching-told-never = Not by letter
watching-told-mended = { $date }, and on { $mended } that it is mended

watching-letters-title = Letters about your web names
watching-letters-what = When we see something new at your web names, we write to you. We write once a week at most. Only what cannot wait comes sooner.
watching-letters-last = The last letter went out on { $date }.
watching-letters-none-yet = We have not had to write yet.
watching-letters-stopped = You stopped these letters on { $date }. We still look each night, and you see what we find on your page.
watching-letters-stop = Stop these letters
watching-letters-go-on = Send me these letters again
