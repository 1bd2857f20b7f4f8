//! Pictures: the codes in them, their words where there are eyes, and whether they tell a place.

use std::io::Cursor;
use std::panic::{AssertUnwindSafe, catch_unwind};

use image::{DynamicImage, ImageDecoder as _, ImageError, ImageFormat, ImageReader, Limits};

use crate::contents::{MOST_CODES, cut};
use crate::field::{find, slice};
use crate::reading::{Reading, stop_at};
use crate::text::addresses;
use crate::{Alarm, Contents, Kind, Limit, MOST_PIXELS, Picture, Unread};

/// The longest side, in pixels.
pub(crate) const LONGEST_SIDE: u32 = 16_384;
/// The most bytes that the pixels of one picture may take.
const MOST_MEMORY: u64 = 3 * MOST_PIXELS;
/// The longest side at which codes are looked for first: a code that fills a tenth of it is still read.
const CODE_SIDE: u32 = 1_000;
/// Fewer pixels than this on a side hold neither words nor codes.
const LEAST_SIDE: u32 = 21;

/// Reads a picture.
pub(crate) fn read(bytes: &[u8], out: &mut Contents, with: &mut Reading) {
    if out.kind == Kind::Jpeg && tells_place(bytes) {
        out.alarm(Alarm::PlaceInPicture);
    }
    let format = match out.kind {
        Kind::Png => ImageFormat::Png,
        Kind::Jpeg => ImageFormat::Jpeg,
        Kind::Gif => ImageFormat::Gif,
        Kind::Webp => ImageFormat::WebP,
        _ => {
            out.not_whole(Unread::NoReader);
            return;
        }
    };
    let decoded = catch_unwind(AssertUnwindSafe(|| grey(format, bytes, with)));
    match decoded {
        Ok(Ok(picture)) => look_at(&picture, out, with),
        Ok(Err(Fault::TooLarge)) => stop_at(out, Limit::Pixels),
        Ok(Err(Fault::Damaged)) | Err(_) => out.not_whole(Unread::Damaged),
    }
}

enum Fault {
    TooLarge,
    Damaged,
}

impl From<ImageError> for Fault {
    fn from(error: ImageError) -> Self {
        if matches!(error, ImageError::Limits(_)) { Self::TooLarge } else { Self::Damaged }
    }
}

/// Paints a picture in grey, upon white where it is clear. Its size is looked at before there is memory for a pixel.
fn grey(format: ImageFormat, bytes: &[u8], with: &mut Reading) -> Result<Picture, Fault> {
    let mut reader = ImageReader::with_format(Cursor::new(bytes), format);
    let mut limits = Limits::no_limits();
    limits.max_image_width = Some(LONGEST_SIDE);
    limits.max_image_height = Some(LONGEST_SIDE);
    limits.max_alloc = Some(MOST_MEMORY + MOST_PIXELS);
    reader.limits(limits);
    let decoder = reader.into_decoder()?;
    let (width, height) = decoder.dimensions();
    let pixels = u64::from(width) * u64::from(height);
    if decoder.total_bytes() > MOST_MEMORY || with.budget.paint(pixels).is_err() {
        return Err(Fault::TooLarge);
    }
    let picture = DynamicImage::from_decoder(decoder)?;
    let grey = if picture.color().has_alpha() {
        let clear = |pixel: &image::LumaA<u8>| {
            let [grey, alpha] = pixel.0.map(u32::from);
            ((grey * alpha + 255 * (255 - alpha)) / 255) as u8
        };
        picture.into_luma_alpha8().pixels().map(clear).collect()
    } else {
        picture.into_luma8().into_raw()
    };
    Ok(Picture { width, height, grey })
}

/// Looks for codes and words.
pub(crate) fn look_at(picture: &Picture, out: &mut Contents, with: &mut Reading) {
    if picture.width < LEAST_SIDE || picture.height < LEAST_SIDE {
        return;
    }
    let small = smaller(picture, CODE_SIDE);
    let mut codes = codes(small.as_ref().unwrap_or(picture));
    if codes.is_empty() {
        // White on black, as dark screens show it.
        codes = codes_of(small.as_ref().unwrap_or(picture), true);
    }
    let room = MOST_CODES.saturating_sub(out.codes.len());
    for code in codes.into_iter().take(room) {
        addresses(&code, out);
        out.codes.push(cut(&code, 4_096).to_owned());
    }
    if let Some(words) = with.eyes.words(picture) {
        addresses(&words, out);
        out.say(&words);
    }
}

fn codes(picture: &Picture) -> Vec<String> {
    codes_of(picture, false)
}

fn codes_of(picture: &Picture, inverted: bool) -> Vec<String> {
    let (width, height) = (picture.width as usize, picture.height as usize);
    let shade = |x: usize, y: usize| {
        let grey = picture.grey.get(y * width + x).copied().unwrap_or(255);
        if inverted { 255 - grey } else { grey }
    };
    let found = catch_unwind(AssertUnwindSafe(|| {
        let mut prepared = rqrr::PreparedImage::prepare_from_greyscale(width, height, shade);
        let grids = prepared.detect_grids();
        grids
            .into_iter()
            .take(MOST_CODES)
            .filter_map(|grid| grid.decode().ok())
            .map(|(_, code)| code)
            .collect()
    }));
    found.unwrap_or_default()
}

/// The mean of squares of pixels, so that the longest side is at most so long.
fn smaller(picture: &Picture, side: u32) -> Option<Picture> {
    let step = picture.width.max(picture.height).div_ceil(side);
    if step < 2 {
        return None;
    }
    let (width, height) = (picture.width / step, picture.height / step);
    let mut grey = Vec::with_capacity((width * height) as usize);
    for y in 0..height {
        for x in 0..width {
            let rows = (y * step..(y + 1) * step).map(|row| (row * picture.width + x * step) as usize);
            let sum: u32 = rows
                .filter_map(|at| picture.grey.get(at..at + step as usize))
                .map(|row| row.iter().map(|grey| u32::from(*grey)).sum::<u32>())
                .sum();
            grey.push((sum / (step * step)) as u8);
        }
    }
    Some(Picture { width, height, grey })
}

/// Whether a JPEG's notes (Exif 2.32, the field 0x8825) hold the place where it was taken.
fn tells_place(bytes: &[u8]) -> bool {
    const WITHIN: usize = 64 * 1024;
    const MOST_FIELDS: usize = 200;
    let head = &bytes[..bytes.len().min(WITHIN)];
    let Some(at) = find(head, b"Exif\0\0", 0) else { return false };
    let notes = &head[at + 6..];
    let low_first = notes.starts_with(b"II");
    let two = |at: usize| {
        let pair: [u8; 2] = slice(notes, at, 2)?.try_into().ok()?;
        Some(if low_first { u16::from_le_bytes(pair) } else { u16::from_be_bytes(pair) })
    };
    let first = slice(notes, 4, 4).and_then(|four| <[u8; 4]>::try_from(four).ok());
    let Some(first) =
        first.map(|four| if low_first { u32::from_le_bytes(four) } else { u32::from_be_bytes(four) })
    else {
        return find(notes, b"GPS", 0).is_some();
    };
    let first = first as usize;
    let fields = usize::from(two(first).unwrap_or(0)).min(MOST_FIELDS);
    (0..fields).any(|nth| two(first.saturating_add(2 + nth * 12)) == Some(0x8825))
}
