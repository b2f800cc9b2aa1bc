//! The readable normal form of a figure's value, written and read.

use super::{Figure, Form, Modifier, Of, unit};
use crate::span::Span;
use rust_decimal::Decimal;
use std::fmt::Write;

impl Figure {
    /// The value in a readable normal form: "98", "~90 percent", ">200", "20..30 km", "USD 1200000000", "95 of 264",
    /// "4th", "3-1", "2000+" for "thousands". [`Figure::read`] reads it back.
    #[must_use]
    pub fn value(&self) -> String {
        let mut out = String::from(mark(self.modifier));
        let money = unit::is_money(&self.unit);
        if money {
            out.push_str(&self.unit);
            out.push(' ');
        }
        let low = self.low.map(|low| low.normalize().to_string());
        let high = self.high.map(|high| high.normalize().to_string());
        // Writing to a string cannot fail.
        let _ = match (self.form, &low, &high) {
            (Form::Ordinal, Some(rank), _) => write!(out, "{rank}{}", suffix(rank)),
            (Form::Score, Some(one), Some(two)) => write!(out, "{one}-{two}"),
            (_, Some(low), Some(high)) if low == high => write!(out, "{low}"),
            (_, Some(low), Some(high)) => write!(out, "{low}..{high}"),
            (_, Some(bound), None) | (_, None, Some(bound)) => write!(out, "{bound}"),
            (_, None, None) => Ok(()),
        };
        if self.modifier == Modifier::Vague {
            out.push('+');
        }
        if let Some(of) = self.of {
            let _ = write!(out, " of {}", of.value.normalize());
        }
        if !money && !self.unit.is_empty() {
            out.push(' ');
            out.push_str(&self.unit);
        }
        out
    }

    /// Reads a value as [`Figure::value`] writes it; the figure has no place and no noun. `None` for anything else.
    #[must_use]
    pub fn read(value: &str) -> Option<Self> {
        let (modifier, rest) = read_mark(value);
        let (currency, rest) = match rest.split_once(' ') {
            Some((code, rest)) if unit::is_money(code) => (code, rest),
            _ => ("", rest),
        };
        let (number, rest) = rest.split_once(' ').unwrap_or((rest, ""));
        let (of, measure) = match rest.strip_prefix("of ") {
            Some(rest) => {
                let (whole, measure) = rest.split_once(' ').unwrap_or((rest, ""));
                (Some(Of { value: whole.parse().ok()?, span: Span::default() }), measure)
            }
            None => (None, rest),
        };
        let (number, modifier) = match number.strip_suffix('+') {
            Some(number) => (number, Modifier::Vague),
            None => (number, modifier),
        };
        let (form, low, high) = read_number(number, modifier)?;
        let unit = if currency.is_empty() { measure } else { currency };
        Some(Self {
            span: Span::default(),
            low,
            high,
            unit: unit.to_string(),
            modifier,
            form,
            of,
            counted: None,
            per: None,
            gloss: None,
        })
    }
}

/// The sign of a modifier, before the value.
fn mark(modifier: Modifier) -> &'static str {
    match modifier {
        Modifier::Exact | Modifier::Vague => "",
        Modifier::About => "~",
        Modifier::Below => "<",
        Modifier::Above => ">",
        Modifier::AtMost => "≤",
        Modifier::AtLeast => "≥",
    }
}

fn read_mark(value: &str) -> (Modifier, &str) {
    let marked = [Modifier::About, Modifier::Below, Modifier::Above, Modifier::AtMost, Modifier::AtLeast];
    let found = marked.into_iter().find_map(|modifier| Some((modifier, value.strip_prefix(mark(modifier))?)));
    found.unwrap_or((Modifier::Exact, value))
}

/// Form and bounds of "98", "20..30", "4th" or "3-1".
fn read_number(number: &str, modifier: Modifier) -> Option<(Form, Option<Decimal>, Option<Decimal>)> {
    let decimal = |digits: &str| digits.parse::<Decimal>().ok();
    if let Some((low, high)) = number.split_once("..") {
        return Some((Form::Cardinal, Some(decimal(low)?), Some(decimal(high)?)));
    }
    if let Some(rank) = ["st", "nd", "rd", "th"].iter().find_map(|suffix| number.strip_suffix(suffix)) {
        let rank = decimal(rank)?;
        return Some((Form::Ordinal, Some(rank), Some(rank)));
    }
    if let Some((one, two)) = number.split_once('-').filter(|(one, _)| !one.is_empty()) {
        return Some((Form::Score, Some(decimal(one)?), Some(decimal(two)?)));
    }
    let value = decimal(number)?;
    let low = (!matches!(modifier, Modifier::Below | Modifier::AtMost)).then_some(value);
    let high = (!matches!(modifier, Modifier::Above | Modifier::AtLeast | Modifier::Vague)).then_some(value);
    Some((Form::Cardinal, low, high))
}

/// The ending of a rank in digits: "1st", "12th", "23rd".
fn suffix(rank: &str) -> &'static str {
    if ["11", "12", "13"].iter().any(|teen| rank.ends_with(teen)) {
        return "th";
    }
    match rank.as_bytes().last() {
        Some(b'1') => "st",
        Some(b'2') => "nd",
        Some(b'3') => "rd",
        _ => "th",
    }
}
