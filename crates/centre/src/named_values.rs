//! Makes the centre's small closed lists: each value has one name for files, forms and message ids.

macro_rules! named_values {
    ($(#[$doc:meta])* $name:ident, $what:literal { $($(#[$vdoc:meta])* $variant:ident = $text:literal,)+ }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
        #[serde(rename_all = "snake_case")]
        pub enum $name { $($(#[$vdoc])* $variant,)+ }

        impl $name {
            /// All of them, in the order in which they are shown.
            pub const ALL: &[Self] = &[$(Self::$variant,)+];

            /// Its name in files, forms and tables; the end of its message id.
            pub fn name(self) -> &'static str {
                match self { $(Self::$variant => $text,)+ }
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.name())
            }
        }

        impl std::str::FromStr for $name {
            type Err = $crate::membership::UnknownName;
            fn from_str(text: &str) -> Result<Self, $crate::membership::UnknownName> {
                Self::ALL.iter().copied().find(|v| v.name() == text)
                    .ok_or_else(|| $crate::membership::UnknownName { what: $what, text: text.chars().take(40).collect() })
            }
        }
    };
}

pub(crate) use named_values;
