# Words of the pages: sign-in.
