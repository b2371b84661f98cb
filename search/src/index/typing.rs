//! How far a word is from what was typed, by the slips that fingers and ears make.

/// Neighbours on a keyboard, row by row.
const ROWS: [&str; 3] = ["qwertyuiop", "asdfghjkl", "zxcvbnm"];

/// Letters that sound alike or are written for one another.
const SOUNDS: [(char, char); 10] = [
    ('f', 'p'),
    ('v', 'p'),
    ('f', 'v'),
    ('e', 'i'),
    ('o', 'u'),
    ('k', 'q'),
    ('c', 'k'),
    ('s', 'z'),
    ('j', 'y'),
    ('d', 't'),
];

/// What a slip costs; an unlikely one costs 1.
const SWAP: f32 = 0.7;
const DOUBLING: f32 = 0.6;
const MISSING: f32 = 0.85;
const SURPLUS: f32 = 0.85;
const NEIGHBOUR: f32 = 0.75;
const SOUND: f32 = 0.7;
const OTHER: f32 = 1.0;

/// People seldom miss the first letter.
const FIRST_LETTER: f32 = 0.3;

/// The cost of the likeliest slips that turn `meant` into `typed`.
pub fn cost(typed: &str, meant: &str) -> f32 {
    let typed: Vec<char> = typed.chars().collect();
    let meant: Vec<char> = meant.chars().collect();
    let width = meant.len() + 1;
    let mut costs = vec![0.0; (typed.len() + 1) * width];
    for i in 0..=typed.len() {
        for j in 0..=meant.len() {
            costs[i * width + j] = cell(&typed, &meant, &costs, i, j, width);
        }
    }
    let first = if typed.first() == meant.first() { 0.0 } else { FIRST_LETTER };
    costs.last().copied().unwrap_or(0.0) + first
}

fn cell(typed: &[char], meant: &[char], costs: &[f32], i: usize, j: usize, width: usize) -> f32 {
    if i == 0 && j == 0 {
        return 0.0;
    }
    let at = |i: usize, j: usize| costs[i * width + j];
    let mut best = f32::MAX;
    if i > 0 {
        let doubled = i > 1 && typed[i - 1] == typed[i - 2];
        best = best.min(at(i - 1, j) + if doubled { DOUBLING } else { SURPLUS });
    }
    if j > 0 {
        let doubled = j > 1 && meant[j - 1] == meant[j - 2];
        best = best.min(at(i, j - 1) + if doubled { DOUBLING } else { MISSING });
    }
    if i > 0 && j > 0 {
        best = best.min(at(i - 1, j - 1) + substitution(typed[i - 1], meant[j - 1]));
    }
    if i > 1 && j > 1 && typed[i - 1] == meant[j - 2] && typed[i - 2] == meant[j - 1] {
        best = best.min(at(i - 2, j - 2) + SWAP);
    }
    best
}

fn substitution(typed: char, meant: char) -> f32 {
    if typed == meant {
        0.0
    } else if SOUNDS.iter().any(|(a, b)| (*a, *b) == (typed, meant) || (*b, *a) == (typed, meant)) {
        SOUND
    } else if are_neighbours(typed, meant) {
        NEIGHBOUR
    } else {
        OTHER
    }
}

fn are_neighbours(a: char, b: char) -> bool {
    let place = |letter: char| {
        (0i32..).zip(ROWS).find_map(|(row, letters)| Some((row, i32::try_from(letters.find(letter)?).ok()?)))
    };
    match (place(a), place(b)) {
        (Some((row, column)), Some((other_row, other_column))) => {
            let across = other_column - column;
            match other_row - row {
                0 => across.abs() == 1,
                1 => across == 0 || across == -1,
                -1 => across == 0 || across == 1,
                _ => false,
            }
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::cost;

    #[test]
    fn likely_slips_cost_less() {
        let table = [
            ("irgiasi", "irigasi", "iritasi"),
            ("sampsh", "sampah", "samplh"),
            ("posyanduu", "posyandu", "posyandux"),
            ("sentiment", "sentimen", "sementara"),
            ("aktifitas", "aktivitas", "akhitas"),
            ("hamat", "hamad", "kamat"),
        ];
        for (typed, near, far) in table {
            assert!(cost(typed, near) < cost(typed, far), "{typed}: {near} {far}");
        }
        assert_eq!(cost("desa", "desa"), 0.0);
        assert!(cost("", "desa") > 0.0 && cost("desa", "") > 0.0);
    }
}
