//! Accounts of staff and partners, for managers.
