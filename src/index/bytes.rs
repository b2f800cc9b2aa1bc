//! Numbers, texts and checksums as bytes.
//!
//! Every row ends with 32 bits of the hash of what stands before, so that a page that was damaged on disk is told from one that
//! was written so. Numbers are LEB128, signed ones in zigzag; texts have their length in front.

use crate::hash::hash;

/// What is wrong with a row, in words.
pub(super) type Torn = &'static str;

pub(super) const SHORT: Torn = "a row breaks off";
const WRONG_SUM: Torn = "a row does not have the checksum that was written with it";
const NO_TEXT: Torn = "a text is no UTF-8";
pub(super) const NO_VALUE: Torn = "a number stands for nothing";

/// `bytes` with their checksum.
pub(super) fn seal(mut bytes: Vec<u8>) -> Vec<u8> {
    let sum = hash(&bytes) as u32;
    bytes.extend_from_slice(&sum.to_le_bytes());
    bytes
}

/// What was sealed.
pub(super) fn unseal(bytes: &[u8]) -> Result<Reader<'_>, Torn> {
    let (bytes, sum) = bytes.split_last_chunk::<4>().ok_or(SHORT)?;
    if hash(bytes) as u32 == u32::from_le_bytes(*sum) { Ok(Reader { bytes }) } else { Err(WRONG_SUM) }
}

/// Appends to a row.
#[derive(Default)]
pub(super) struct Writer {
    pub(super) bytes: Vec<u8>,
}

impl Writer {
    pub(super) fn number(&mut self, mut number: u64) {
        while number >= 0x80 {
            self.bytes.push(number as u8 | 0x80);
            number >>= 7;
        }
        self.bytes.push(number as u8);
    }

    pub(super) fn signed(&mut self, number: i64) {
        self.number((number << 1 ^ number >> 63) as u64);
    }

    /// A hash: its eight bytes as they are.
    pub(super) fn whole(&mut self, number: u64) {
        self.bytes.extend_from_slice(&number.to_le_bytes());
    }

    pub(super) fn text(&mut self, text: &str) {
        self.number(text.len() as u64);
        self.bytes.extend_from_slice(text.as_bytes());
    }

    pub(super) fn option<T>(&mut self, value: Option<T>, write: impl FnOnce(&mut Self, T)) {
        self.bytes.push(u8::from(value.is_some()));
        if let Some(value) = value {
            write(self, value);
        }
    }

    pub(super) fn list<T>(&mut self, list: &[T], mut write: impl FnMut(&mut Self, &T)) {
        self.number(list.len() as u64);
        for one in list {
            write(self, one);
        }
    }
}

/// What of a row was not read yet.
pub(super) struct Reader<'a> {
    pub(super) bytes: &'a [u8],
}

impl<'a> Reader<'a> {
    pub(super) fn byte(&mut self) -> Result<u8, Torn> {
        let (&first, rest) = self.bytes.split_first().ok_or(SHORT)?;
        self.bytes = rest;
        Ok(first)
    }

    #[inline]
    pub(super) fn number(&mut self) -> Result<u64, Torn> {
        let (mut number, mut shift) = (0, 0);
        loop {
            let byte = self.byte()?;
            number |= u64::from(byte & 0x7f) << shift;
            if byte < 0x80 {
                return Ok(number);
            }
            shift += 7;
            if shift > 63 {
                return Err(NO_VALUE);
            }
        }
    }

    pub(super) fn small(&mut self) -> Result<u32, Torn> {
        u32::try_from(self.number()?).map_err(|_| NO_VALUE)
    }

    pub(super) fn signed(&mut self) -> Result<i64, Torn> {
        let number = self.number()?;
        Ok((number >> 1).cast_signed() ^ -(number & 1).cast_signed())
    }

    pub(super) fn whole(&mut self) -> Result<u64, Torn> {
        let (first, rest) = self.bytes.split_first_chunk::<8>().ok_or(SHORT)?;
        self.bytes = rest;
        Ok(u64::from_le_bytes(*first))
    }

    pub(super) fn take(&mut self, length: usize) -> Result<&'a [u8], Torn> {
        let (first, rest) = self.bytes.split_at_checked(length).ok_or(SHORT)?;
        self.bytes = rest;
        Ok(first)
    }

    pub(super) fn text(&mut self) -> Result<&'a str, Torn> {
        let length = self.number()? as usize;
        std::str::from_utf8(self.take(length)?).map_err(|_| NO_TEXT)
    }

    pub(super) fn owned(&mut self) -> Result<String, Torn> {
        self.text().map(str::to_owned)
    }

    pub(super) fn two(&mut self) -> Result<u16, Torn> {
        let (first, rest) = self.bytes.split_first_chunk::<2>().ok_or(SHORT)?;
        self.bytes = rest;
        Ok(u16::from_le_bytes(*first))
    }

    pub(super) fn four(&mut self) -> Result<u32, Torn> {
        let (first, rest) = self.bytes.split_first_chunk::<4>().ok_or(SHORT)?;
        self.bytes = rest;
        Ok(u32::from_le_bytes(*first))
    }

    pub(super) fn option<T>(&mut self, read: impl FnOnce(&mut Self) -> Result<T, Torn>) -> Result<Option<T>, Torn> {
        match self.byte()? {
            0 => Ok(None),
            1 => read(self).map(Some),
            _ => Err(NO_VALUE),
        }
    }

    pub(super) fn list<T>(&mut self, mut read: impl FnMut(&mut Self) -> Result<T, Torn>) -> Result<Vec<T>, Torn> {
        let length = self.number()? as usize;
        // Every entry has a byte at least: a length that cannot be is not believed.
        if length > self.bytes.len() {
            return Err(SHORT);
        }
        (0..length).map(|_| read(self)).collect()
    }
}
