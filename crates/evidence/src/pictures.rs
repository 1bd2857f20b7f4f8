//! Pictures, painted anew: what is shown holds the colours of the original and nothing else of it. No place, no time, no
//! name of a camera, no second file behind the picture.

use std::io::Cursor;

use image::codecs::jpeg::JpegEncoder;
use image::codecs::png::{CompressionType, FilterType, PngEncoder};
use image::metadata::Orientation;
use image::{
    DynamicImage, ImageDecoder as _, ImageEncoder as _, ImageError, ImageFormat, ImageReader, Limits,
};

use crate::{Because, Kind};

/// The most pixels of a picture that is painted anew: the camera of a good telephone has fewer.
pub const MOST_PIXELS: u64 = 24_000_000;
/// The longest side of such a picture, in pixels.
pub const LONGEST_SIDE: u32 = 16_384;
/// The most bytes that the pixels of one may take, before it is made smaller.
pub const MOST_PICTURE_MEMORY: u64 = 4 * MOST_PIXELS;
/// The longest side of what is shown, in pixels.
pub const SHOWN_SIDE: u32 = 2_048;
/// How much of a photograph is kept, of 100.
const QUALITY: u8 = 85;

/// A picture that was painted anew.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Picture {
    /// The file.
    pub bytes: Vec<u8>,
    /// `image/png` or `image/jpeg`.
    pub media_type: &'static str,
    /// Its width in pixels.
    pub width: u32,
    /// Its height in pixels.
    pub height: u32,
    /// Whether the original has more pixels.
    pub smaller: bool,
}

/// Paints a picture anew. Of a moving one the first picture.
pub(crate) fn painted_anew(kind: Kind, bytes: &[u8]) -> Result<Picture, Because> {
    let format = match kind {
        Kind::Png => ImageFormat::Png,
        Kind::Jpeg => ImageFormat::Jpeg,
        Kind::Webp => ImageFormat::WebP,
        Kind::Gif => ImageFormat::Gif,
        _ => return Err(Because::Kind),
    };
    let mut picture = decoded(format, bytes)?;
    let smaller = picture.width().max(picture.height()) > SHOWN_SIDE;
    if smaller {
        picture = picture.thumbnail(SHOWN_SIDE, SHOWN_SIDE);
    }
    let (width, height) = (picture.width(), picture.height());
    let (media_type, bytes) = encoded(format, picture).map_err(|_| Because::Damaged)?;
    Ok(Picture { bytes, media_type, width, height, smaller })
}

/// Reads a picture, upright. Its size is looked at before there is memory for a single pixel.
fn decoded(format: ImageFormat, bytes: &[u8]) -> Result<DynamicImage, Because> {
    let mut reader = ImageReader::with_format(Cursor::new(bytes), format);
    let mut limits = Limits::no_limits();
    limits.max_image_width = Some(LONGEST_SIDE);
    limits.max_image_height = Some(LONGEST_SIDE);
    limits.max_alloc = Some(2 * MOST_PICTURE_MEMORY);
    reader.limits(limits);
    let mut decoder = reader.into_decoder().map_err(why)?;
    let (width, height) = decoder.dimensions();
    if u64::from(width) * u64::from(height) > MOST_PIXELS || decoder.total_bytes() > MOST_PICTURE_MEMORY {
        return Err(Because::TooLarge);
    }
    let orientation = decoder.orientation().unwrap_or(Orientation::NoTransforms);
    let mut picture = DynamicImage::from_decoder(decoder).map_err(why)?;
    picture.apply_orientation(orientation);
    Ok(picture)
}

fn why(error: ImageError) -> Because {
    if matches!(error, ImageError::Limits(_)) { Because::TooLarge } else { Because::Damaged }
}

/// A photograph stays a photograph; everything else keeps its sharp edges.
fn encoded(format: ImageFormat, picture: DynamicImage) -> Result<(&'static str, Vec<u8>), ImageError> {
    let (width, height) = (picture.width(), picture.height());
    let mut out = Vec::new();
    if format == ImageFormat::Jpeg {
        JpegEncoder::new_with_quality(&mut out, QUALITY).encode_image(&picture.into_rgb8())?;
        return Ok(("image/jpeg", out));
    }
    let encoder = PngEncoder::new_with_quality(&mut out, CompressionType::Fast, FilterType::Adaptive);
    if picture.color().has_alpha() {
        encoder.write_image(&picture.into_rgba8(), width, height, image::ExtendedColorType::Rgba8)?;
    } else {
        encoder.write_image(&picture.into_rgb8(), width, height, image::ExtendedColorType::Rgb8)?;
    }
    Ok(("image/png", out))
}
