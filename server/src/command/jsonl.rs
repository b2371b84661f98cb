//! Lines of a file of JSON Lines, as they come: with a byte order mark, CRLF, empty lines, and lines too long to be held.

use std::io::{self, BufRead};

/// Longer lines are refused without being read into memory.
pub const MAX_LINE_BYTES: usize = 1024 * 1024;

/// One line that is not empty.
pub struct Line {
    /// Its number in the file, from 1.
    pub number: u64,
    /// Bytes of the file up to its end.
    pub end: u64,
    /// What it holds, without white space around, or why not.
    pub bytes: Result<Vec<u8>, &'static str>,
}

/// Reads lines.
pub struct Lines<R> {
    input: R,
    number: u64,
    end: u64,
}

impl<R: BufRead> Lines<R> {
    /// From the beginning of a file.
    pub fn new(input: R) -> Self {
        Self { input, number: 0, end: 0 }
    }

    fn read(&mut self) -> io::Result<Option<Line>> {
        loop {
            let mut bytes = Vec::new();
            let mut length = 0;
            let mut ended = false;
            while !ended {
                let held = self.input.fill_buf()?;
                if held.is_empty() {
                    break;
                }
                let end = held.iter().position(|byte| *byte == b'\n');
                let taken = end.map_or(held.len(), |at| at + 1);
                ended = end.is_some();
                if bytes.len() <= MAX_LINE_BYTES {
                    bytes.extend_from_slice(&held[..taken]);
                }
                length += taken;
                self.input.consume(taken);
            }
            if length == 0 {
                return Ok(None);
            }
            self.number += 1;
            self.end += length as u64;
            let whole = bytes.strip_prefix(b"\xef\xbb\xbf").filter(|_| self.number == 1).unwrap_or(&bytes).trim_ascii();
            if whole.is_empty() {
                continue;
            }
            let bytes = if length > MAX_LINE_BYTES {
                Err("it is longer than 1 MB (1,048,576 bytes)")
            } else {
                Ok(whole.to_vec())
            };
            return Ok(Some(Line { number: self.number, end: self.end, bytes }));
        }
    }
}

impl<R: BufRead> Iterator for Lines<R> {
    type Item = io::Result<Line>;

    fn next(&mut self) -> Option<Self::Item> {
        self.read().transpose()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mark_crlf_and_empty_lines_are_no_trouble_and_lines_keep_their_numbers() {
        let text = b"\xef\xbb\xbf{\"a\":1}\r\n\r\n  \n{\"b\":2}";
        let lines: Vec<_> = Lines::new(&text[..]).map(|line| line.unwrap()).collect();
        let read: Vec<_> = lines.iter().map(|line| (line.number, line.bytes.clone().unwrap())).collect();
        assert_eq!(read, [(1, b"{\"a\":1}".to_vec()), (4, b"{\"b\":2}".to_vec())]);
        assert_eq!(lines[1].end, text.len() as u64);
    }

    #[test]
    fn a_line_too_long_is_refused_and_the_next_is_read() {
        let mut text = vec![b'x'; MAX_LINE_BYTES + 1];
        text.extend_from_slice(b"\n{}\n");
        let lines: Vec<_> = Lines::new(&text[..]).map(|line| line.unwrap()).collect();
        assert!(lines[0].bytes.is_err());
        assert_eq!((lines[1].number, lines[1].bytes.clone()), (2, Ok(b"{}".to_vec())));
    }
}
