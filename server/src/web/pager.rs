//! Links to the pages of a list.

use super::address;

/// One link of a pager; without address it stands for pages left out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PageLink {
    /// Number of the page, from 1.
    pub number: u64,
    /// Its address; empty for a gap.
    pub url: String,
    /// True for the page that is shown.
    pub current: bool,
}

/// The links below a list.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Pager {
    /// Pages near this one, the first and the last.
    pub links: Vec<PageLink>,
    /// The page before.
    pub previous: Option<String>,
    /// The page after.
    pub next: Option<String>,
}

impl Pager {
    /// Links for the page `current` of a list of `total` items; nothing when all fit on one.
    pub fn new(current: u64, total: u64, per_page: u64, url: impl Fn(u64) -> String) -> Self {
        let last = total.div_ceil(per_page.max(1));
        if last <= 1 {
            return Self::default();
        }
        let mut links: Vec<PageLink> = Vec::new();
        for number in (1..=last).filter(|number| *number == 1 || *number == last || number.abs_diff(current) <= 1) {
            if links.last().is_some_and(|before| before.number + 1 != number) {
                links.push(PageLink { number: 0, url: String::new(), current: false });
            }
            links.push(PageLink { number, url: url(number), current: number == current });
        }
        Self {
            links,
            previous: (current > 1).then(|| url((current - 1).min(last))),
            next: (current < last).then(|| url(current + 1)),
        }
    }
}

/// The address of a page of a list that is narrowed by what is not empty; the first page needs no number.
pub fn address_of_page(path: &str, pairs: &[(&str, &str)], page: u64) -> String {
    let number = if page > 1 { page.to_string() } else { String::new() };
    let whole: Vec<(&str, &str)> = pairs.iter().copied().chain([("halaman", number.as_str())]).collect();
    address(path, &whole)
}

/// Reads the number of a page, from 1; anything else is the first.
pub fn page_number(text: Option<&str>) -> u64 {
    text.and_then(|text| text.parse().ok()).filter(|page| (1..=1_000_000).contains(page)).unwrap_or(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_says_what_is_not_empty() {
        let pairs = [("q", "air & tanah"), ("sektor", "")];
        assert_eq!(address_of_page("/tanya", &pairs, 1), "/tanya?q=air%20%26%20tanah");
        assert_eq!(address_of_page("/tanya", &pairs, 3), "/tanya?q=air%20%26%20tanah&halaman=3");
        assert_eq!(address_of_page("/tanya", &[("q", "")], 1), "/tanya");
    }

    #[test]
    fn long_lists_leave_pages_out() {
        let pager = Pager::new(5, 200, 20, |page| format!("?halaman={page}"));
        let numbers: Vec<u64> = pager.links.iter().map(|link| link.number).collect();
        assert_eq!(numbers, [1, 0, 4, 5, 6, 0, 10]);
        assert_eq!(pager.next.as_deref(), Some("?halaman=6"));
        assert_eq!(Pager::new(1, 20, 20, |page| page.to_string()), Pager::default());
        assert_eq!(
            [page_number(Some("0")), page_number(Some("x")), page_number(Some("7")), page_number(None)],
            [1, 1, 7, 1]
        );
    }
}
