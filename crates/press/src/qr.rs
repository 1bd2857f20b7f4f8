//! Codes that a phone's camera reads: for setting up sign-in codes and for leave-behinds.

use fast_qr::qr::QRBuilder;

use crate::drawing::Drawing;
use crate::{FigureId, Svg};

/// The light frame that scanners need, in modules (ISO/IEC 18004, 9.1).
const QUIET_ZONE: usize = 4;
/// The longest text: what one code holds at the correction that is used (version 40, level Q).
const LONGEST_TEXT: usize = 1_663;

/// Why there is no code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum QrError {
    /// Nothing to say.
    #[error("there is no text to put into a code")]
    Empty,
    /// More than one code holds.
    #[error("the text is too long for a code; 1663 bytes fit")]
    TooLong,
}

/// Draws `text` as a QR code, dark on light whatever the theme. `title` says what it is for;
/// the page must show the text beside it for those who cannot scan.
///
/// # Errors
/// [`QrError`] for an empty text or one that does not fit.
pub fn qr_code(id: &FigureId, title: &str, text: &str) -> Result<Svg, QrError> {
    if text.is_empty() {
        return Err(QrError::Empty);
    }
    if text.len() > LONGEST_TEXT {
        return Err(QrError::TooLong);
    }
    let code = QRBuilder::new(text).build().map_err(|_| QrError::TooLong)?;
    let side = (code.size + 2 * QUIET_ZONE).to_string();
    let view = format!("0 0 {side} {side}");
    let attributes = [
        ("class", "wh-qr"),
        ("role", "img"),
        ("viewBox", view.as_str()),
        ("width", "240"),
        ("height", "240"),
        ("shape-rendering", "crispEdges"),
    ];
    let description = "A code to be read by a phone's camera. The same text stands beside it.";
    let mut drawing = Drawing::open(id, &attributes, title, description);
    let ground =
        [("class", "wh-qr__ground"), ("width", side.as_str()), ("height", side.as_str()), ("fill", "#fff")];
    drawing.shape("rect", &ground);
    let rows = (0..code.size).map(|y| code[y].iter().take(code.size).map(|m| m.value()).collect::<Vec<_>>());
    let data = path_data(rows);
    drawing.shape("path", &[("class", "wh-qr__modules"), ("d", data.as_str()), ("stroke", "#000")]);
    Ok(drawing.close())
}

/// One stroke for each run of dark modules.
fn path_data(rows: impl Iterator<Item = Vec<bool>>) -> String {
    let mut data = String::new();
    for (y, row) in rows.enumerate() {
        let mut x = 0;
        while x < row.len() {
            let run = row.iter().skip(x).take_while(|dark| **dark).count();
            if run > 0 {
                let (left, middle) = (x + QUIET_ZONE, y + QUIET_ZONE);
                data.push_str(&format!("M{left} {middle}.5h{run}"));
            }
            x += run.max(1);
        }
    }
    data
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::svg::tests::check_markup;

    fn code(text: &str) -> Result<Svg, QrError> {
        qr_code(&FigureId::parse("setup").unwrap(), "Set up sign-in codes", text)
    }

    #[test]
    fn a_code_is_drawn_with_its_frame() {
        let svg = code("otpauth://totp/Watchhouse:anna?secret=JBSWY3DPEHPK3PXP&issuer=Watchhouse").unwrap();
        check_markup(&svg);
        // The first row of the finder pattern: seven dark modules, one frame in.
        assert!(svg.as_str().contains("M4 4.5h7"), "{svg}");
    }

    #[test]
    fn the_limit_is_what_one_code_holds() {
        assert!(code(&"a".repeat(LONGEST_TEXT)).is_ok());
        assert_eq!(code(&"a".repeat(LONGEST_TEXT + 1)), Err(QrError::TooLong));
        assert_eq!(code(""), Err(QrError::Empty));
    }
}
