# Words of the pages: account.
