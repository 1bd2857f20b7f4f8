//! Doors whose rooms are still being furnished, and the pages that say who we are: honest help for today.
