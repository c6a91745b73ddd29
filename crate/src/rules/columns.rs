//! Numbers as bytes: small ones take one byte, and what is alike stands together, which packs well.

/// Writes columns.
#[derive(Debug, Default)]
pub(crate) struct Writer(Vec<u8>);

impl Writer {
    /// Seven bits a byte, the lowest first; the high bit says that more follow.
    pub(crate) fn number(&mut self, mut n: u32) {
        while n >= 0x80 {
            self.0.push(n as u8 | 0x80);
            n >>= 7;
        }
        self.0.push(n as u8);
    }

    /// A column of bytes, with its length.
    pub(crate) fn bytes(&mut self, bytes: &[u8]) {
        self.number(bytes.len() as u32);
        self.0.extend_from_slice(bytes);
    }

    /// A column that was written apart.
    pub(crate) fn column(&mut self, column: &Writer) {
        self.bytes(&column.0);
    }

    /// What was written.
    pub(crate) fn into_bytes(self) -> Vec<u8> {
        self.0
    }
}

/// Reads columns. Where the bytes end too soon, the rest reads as nothing.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Reader<'a>(&'a [u8]);

impl<'a> Reader<'a> {
    pub(crate) fn new(bytes: &'a [u8]) -> Reader<'a> {
        Reader(bytes)
    }

    /// The next number.
    #[inline(never)]
    pub(crate) fn number(&mut self) -> Option<u32> {
        let mut n = 0;
        let mut shift = 0;
        loop {
            let (b, rest) = self.0.split_first()?;
            self.0 = rest;
            n |= u32::from(b & 0x7f).checked_shl(shift)?;
            if *b < 0x80 {
                return Some(n);
            }
            shift += 7;
        }
    }

    /// The next column of bytes.
    pub(crate) fn bytes(&mut self) -> Option<&'a [u8]> {
        let n = self.number()? as usize;
        let (bytes, rest) = self.0.split_at_checked(n)?;
        self.0 = rest;
        Some(bytes)
    }

    /// The next column of numbers: all of them in one loop, which a browser that starts soon makes fast.
    #[inline(never)]
    pub(crate) fn numbers(&mut self) -> Option<Vec<u32>> {
        let bytes = self.bytes()?;
        let mut numbers = Vec::with_capacity(bytes.iter().filter(|b| **b < 0x80).count());
        let (mut n, mut shift) = (0, 0);
        for b in bytes {
            n |= u32::from(b & 0x7f).checked_shl(shift)?;
            shift += 7;
            if *b < 0x80 {
                numbers.push(n);
                (n, shift) = (0, 0);
            }
        }
        (shift == 0).then_some(numbers)
    }
}

/// Writes bits, the highest of a byte first.
#[derive(Debug, Default)]
pub(crate) struct BitWriter {
    bytes: Vec<u8>,
    used: u32,
}

impl BitWriter {
    fn bit(&mut self, bit: bool) {
        if self.used.is_multiple_of(8) {
            self.bytes.push(0);
        }
        if let Some(last) = self.bytes.last_mut() {
            *last |= u8::from(bit) << (7 - self.used % 8);
        }
        self.used += 1;
    }

    /// A number in Rice's code: what is left of `low` bits as so many ones and a zero, then those bits. The shortest code for the
    /// distances between numbers that are spread evenly.
    pub(crate) fn rice(&mut self, n: u32, low: u32) {
        for _ in 0..n >> low {
            self.bit(true);
        }
        self.bit(false);
        for i in (0..low).rev() {
            self.bit(n >> i & 1 == 1);
        }
    }

    pub(crate) fn into_bytes(self) -> Vec<u8> {
        self.bytes
    }
}

/// Reads what a [`BitWriter`] wrote.
#[derive(Debug)]
pub(crate) struct BitReader<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl<'a> BitReader<'a> {
    pub(crate) fn new(bytes: &'a [u8]) -> BitReader<'a> {
        BitReader { bytes, at: 0 }
    }

    /// What is left of the byte that is read, its next bit the highest; and how many bits that are.
    fn rest_of_byte(&self) -> Option<(u8, u32)> {
        let used = (self.at % 8) as u32;
        Some((self.bytes.get(self.at / 8)? << used, 8 - used))
    }

    /// The next number in Rice's code.
    #[inline(never)]
    pub(crate) fn rice(&mut self, low: u32) -> Option<u32> {
        let mut n = 0;
        loop {
            let (byte, left) = self.rest_of_byte()?;
            let ones = byte.leading_ones().min(left);
            n += ones;
            if ones < left {
                self.at += ones as usize + 1;
                break;
            }
            self.at += left as usize;
        }
        let mut wanted = low;
        while wanted > 0 {
            let (byte, left) = self.rest_of_byte()?;
            let taken = left.min(wanted);
            n = n << taken | u32::from(byte >> (8 - taken));
            self.at += taken as usize;
            wanted -= taken;
        }
        Some(n)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_come_back() {
        let numbers = [0, 1, 127, 128, 300, 70_000, u32::MAX];
        let mut column = Writer::default();
        for n in numbers {
            column.number(n);
        }
        let mut all = Writer::default();
        all.column(&column);
        all.bytes(b"end");
        let bytes = all.into_bytes();
        let mut reader = Reader::new(&bytes);
        assert_eq!(reader.numbers().expect("it is there"), numbers);
        assert_eq!(reader.bytes(), Some(&b"end"[..]));
        assert_eq!(reader.number(), None);
        assert_eq!(Reader::new(&bytes[..5]).numbers(), None);

        let mut bits = BitWriter::default();
        for n in &numbers[..6] {
            bits.rice(*n, 10);
        }
        let bytes = bits.into_bytes();
        let mut bits = BitReader::new(&bytes);
        for n in &numbers[..6] {
            assert_eq!(bits.rice(10), Some(*n));
        }
    }
}
