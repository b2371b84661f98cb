//! nDCG@10, MRR@10, recall@10 and success@1, by class of query.

use std::collections::BTreeMap;

use super::{Answers, DEPTH, Question};

/// The row of a table that stands for all queries together.
pub const ALL: &str = "all";

/// How well a system answers, from 0 to 1.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Figures {
    /// Whether good answers stand first, by their grades.
    pub ndcg: f64,
    /// How far down the first answer stands.
    pub mrr: f64,
    /// The share of the answers that is there.
    pub recall: f64,
    /// Whether the first hit is an answer.
    pub success: f64,
}

impl Figures {
    /// Of one query. A document given twice counts once.
    pub fn of(question: &Question, hits: &[String]) -> Self {
        let mut seen: Vec<&String> = Vec::new();
        for hit in hits {
            if !seen.contains(&hit) {
                seen.push(hit);
            }
        }
        seen.truncate(DEPTH);
        let grades: Vec<f64> = seen.iter().map(|hit| question.grades.get(*hit).copied().unwrap_or(0.0)).collect();
        let mut ideal: Vec<f64> = question.grades.values().copied().collect();
        ideal.sort_by(|a, b| b.total_cmp(a));
        ideal.truncate(DEPTH);
        let answers = question.grades.values().filter(|grade| **grade >= question.enough).count();
        let found = grades.iter().filter(|grade| **grade >= question.enough).count();
        let first = grades.iter().position(|grade| *grade >= question.enough);
        Self {
            ndcg: share(gain(&grades), gain(&ideal)),
            mrr: first.map_or(0.0, |first| 1.0 / (first as f64 + 1.0)),
            recall: share(found as f64, answers.min(DEPTH) as f64),
            success: if first == Some(0) { 1.0 } else { 0.0 },
        }
    }
}

fn gain(grades: &[f64]) -> f64 {
    grades.iter().zip(2u32..).map(|(grade, place)| (grade.exp2() - 1.0) / f64::from(place).log2()).sum()
}

fn share(part: f64, whole: f64) -> f64 {
    if whole > 0.0 { part / whole } else { 0.0 }
}

/// The figures of one system by class, and of all queries.
#[derive(Debug, Clone, Default)]
pub struct Table {
    rows: BTreeMap<String, (Figures, usize)>,
}

impl Table {
    /// Judges what a system answered.
    pub fn of(questions: &[Question], answers: &Answers) -> Self {
        let mut rows: BTreeMap<String, (Figures, usize)> = BTreeMap::new();
        for (question, hits) in questions.iter().zip(answers) {
            let one = Figures::of(question, hits);
            for class in [question.class.as_str(), ALL] {
                let (sum, count) = rows.entry(class.to_owned()).or_default();
                sum.ndcg += one.ndcg;
                sum.mrr += one.mrr;
                sum.recall += one.recall;
                sum.success += one.success;
                *count += 1;
            }
        }
        Self { rows }
    }

    /// The classes, with the number of their queries; all queries come last.
    pub fn classes(&self) -> Vec<(&str, usize)> {
        let named = self.rows.iter().filter(|(class, _)| *class != ALL).chain(self.rows.get_key_value(ALL));
        named.map(|(class, (_, count))| (class.as_str(), *count)).collect()
    }

    /// The means of a class.
    pub fn figures(&self, class: &str) -> Figures {
        let (sum, count) = self.rows.get(class).copied().unwrap_or_default();
        let count = count.max(1) as f64;
        Figures {
            ndcg: sum.ndcg / count,
            mrr: sum.mrr / count,
            recall: sum.recall / count,
            success: sum.success / count,
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;

    use super::{Figures, Question};

    fn question(grades: &[(&str, f64)]) -> Question {
        let grades: HashMap<String, f64> = grades.iter().map(|(key, grade)| ((*key).to_owned(), *grade)).collect();
        Question { text: String::new(), class: String::new(), grades, enough: 1.0 }
    }

    fn of(question: &Question, hits: &[&str]) -> Figures {
        Figures::of(question, &hits.iter().map(|hit| (*hit).to_owned()).collect::<Vec<_>>())
    }

    #[test]
    fn the_measures_are_those_of_the_textbooks() {
        let one = question(&[("a", 1.0)]);
        let figures = of(&one, &["b", "a", "a"]);
        assert!((figures.ndcg - 0.630_93).abs() < 1e-4);
        assert_eq!((figures.mrr, figures.recall, figures.success), (0.5, 1.0, 0.0));
        let graded = question(&[("a", 3.0), ("b", 1.0)]);
        assert_eq!(of(&graded, &["a", "b"]).ndcg, 1.0);
        assert!((of(&graded, &["b", "a"]).ndcg - (1.0 + 7.0 / 3f64.log2()) / (7.0 + 1.0 / 3f64.log2())).abs() < 1e-9);
        assert_eq!(of(&graded, &[]), Figures::default());
    }
}
