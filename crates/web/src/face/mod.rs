//! The face of the house: what every page is made of and looks like.
//!
//! Question answered: *how does this become a page that anybody can read and use?*
//! In: plain structs of what a page has to say. Out: HTML, and the files that it needs.
//! Never: deciding who sees what, knowing a route, asking the store.
//! Start reading at [`Chrome`] (the frame of every page) and [`components`]; see all of it at once
//! on the page that [`styleguide`] makes.

pub mod assets;
mod chrome;
pub mod components;
pub mod content;
pub mod headers;
pub mod house;
mod page;
pub mod styleguide;
pub mod words;

pub use assets::asset;
pub use chrome::{Chrome, FORM_TOKEN, SignedIn};
pub use content::{Attributes, Classes, Content, ScriptWords};
pub use page::{Cache, Page};
pub use words::{Language, Words};
