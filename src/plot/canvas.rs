//! plotters' SVG backend with fixed text metrics and ten units a pixel.
//!
//! In a browser plotters asks the document for the width of a text, which a Web Worker does not have, and natively
//! it would depend on installed fonts. Here a text is as wide as a table says, so the picture is the same everywhere.
//! The table is of the wider system fonts: a real text is seldom wider than we think.

use plotters::prelude::{DrawingBackend, SVGBackend};
use plotters_backend::{BackendColor, BackendCoord, BackendStyle, BackendTextStyle, DrawingErrorKind};

/// Backend units in a pixel: plotters' coordinates are whole numbers.
pub(super) const UNITS: f64 = 10.0;

/// The backend prints font sizes divided by this.
pub(super) const FONT_FACTOR: f64 = 1.24;

/// Width of `text` in pixels at a font size in pixels.
pub fn text_width(text: &str, font: f64) -> f64 {
    text.chars().map(em).sum::<f64>() * font
}

/// Width of a character, in font sizes.
fn em(character: char) -> f64 {
    match character {
        'i' | 'j' | 'l' | '.' | ',' | ':' | ';' | '\'' | '|' | '!' => 0.3,
        ' ' | '\u{a0}' | 'f' | 'r' | 't' | 'I' | '(' | ')' | '-' | '·' => 0.38,
        'm' | 'w' | 'M' | 'W' | '%' | '→' | '↑' | '↘' | '—' => 0.92,
        'A'..='Z' => 0.7,
        _ => 0.58,
    }
}

type Done = Result<(), DrawingErrorKind<std::io::Error>>;

/// The backend.
pub(super) struct Canvas<'a>(SVGBackend<'a>);

impl<'a> Canvas<'a> {
    /// A canvas of a size in pixels that writes into `svg`.
    pub(super) fn new(svg: &'a mut String, (width, height): (u32, u32)) -> Self {
        let units = |pixels: u32| pixels * UNITS as u32;
        Self(SVGBackend::with_string(svg, (units(width), units(height))))
    }
}

impl DrawingBackend for Canvas<'_> {
    type ErrorType = std::io::Error;

    fn get_size(&self) -> (u32, u32) {
        self.0.get_size()
    }

    fn ensure_prepared(&mut self) -> Done {
        self.0.ensure_prepared()
    }

    fn present(&mut self) -> Done {
        self.0.present()
    }

    fn draw_pixel(&mut self, point: BackendCoord, color: BackendColor) -> Done {
        self.0.draw_pixel(point, color)
    }

    fn draw_line<S: BackendStyle>(&mut self, from: BackendCoord, to: BackendCoord, style: &S) -> Done {
        self.0.draw_line(from, to, style)
    }

    fn draw_rect<S: BackendStyle>(&mut self, from: BackendCoord, to: BackendCoord, style: &S, fill: bool) -> Done {
        self.0.draw_rect(from, to, style, fill)
    }

    fn draw_path<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(&mut self, path: I, style: &S) -> Done {
        self.0.draw_path(path, style)
    }

    fn draw_circle<S: BackendStyle>(&mut self, center: BackendCoord, radius: u32, style: &S, fill: bool) -> Done {
        self.0.draw_circle(center, radius, style, fill)
    }

    fn fill_polygon<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(&mut self, path: I, style: &S) -> Done {
        self.0.fill_polygon(path, style)
    }

    fn draw_text<S: BackendTextStyle>(&mut self, text: &str, style: &S, at: BackendCoord) -> Done {
        self.0.draw_text(text, style, at)
    }

    fn estimate_text_size<S: BackendTextStyle>(
        &self,
        text: &str,
        style: &S,
    ) -> Result<(u32, u32), DrawingErrorKind<Self::ErrorType>> {
        let font = style.size() / FONT_FACTOR;
        Ok((text_width(text, font).ceil() as u32, font.ceil() as u32))
    }
}
