//! The only way from people's text to a page: Markdown to HTML by pulldown-cmark, then through ammonia into [`SafeHtml`].

use std::collections::HashSet;
use std::sync::LazyLock;

use pulldown_cmark::{Alignment, CowStr, Event, HeadingLevel, Options, Parser, Tag, TagEnd, html};

/// HTML that this module made; templates print nothing else unescaped.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SafeHtml(String);

impl SafeHtml {
    /// The markup.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// True when nothing was written.
    pub fn is_empty(&self) -> bool {
        self.0.trim().is_empty()
    }
}

/// Quotes and lists deeper than this are flattened: no writer needs them, and a nesting bomb does.
const MAX_NESTING: usize = 8;

/// Renders a person's text. Raw HTML shows as the text it is; images of elsewhere become links; headings begin at h3,
/// since the page owns h1 and h2.
pub fn render(text: &str) -> SafeHtml {
    if text.trim().is_empty() {
        return SafeHtml::default();
    }
    let mut markup = String::with_capacity(text.len() * 3 / 2);
    html::push_html(&mut markup, flattened(parser(text), HeadingLevel::H3).into_iter());
    SafeHtml(with_scrolling_tables(&CLEANER.clean(&markup).to_string()))
}

/// A wide table scrolls in a frame of its own, which the keyboard reaches. What people wrote as HTML is text by now, so
/// every table here is one of ours.
fn with_scrolling_tables(clean: &str) -> String {
    const FRAME: &str =
        r#"<div class="table-scroll" role="region" aria-label="Tabel, dapat digeser" tabindex="0"><table>"#;
    if !clean.contains("<table>") {
        return clean.to_owned();
    }
    clean.replace("<table>", FRAME).replace("</table>", "</table></div>")
}

/// Renders a text of the site itself, whose headings begin at h2.
pub fn render_page(text: &str) -> SafeHtml {
    let mut markup = String::with_capacity(text.len() * 3 / 2);
    html::push_html(&mut markup, flattened(parser(text), HeadingLevel::H2).into_iter());
    SafeHtml(CLEANER.clean(&markup).to_string())
}

/// The words of a text without markup, for search, snippets and descriptions.
pub fn plain(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for event in parser(text) {
        match event {
            Event::Text(words) | Event::Code(words) | Event::Html(words) | Event::InlineHtml(words) => {
                out.push_str(&words);
            }
            Event::SoftBreak | Event::HardBreak => out.push(' '),
            Event::End(
                TagEnd::Paragraph | TagEnd::Heading(_) | TagEnd::Item | TagEnd::TableRow | TagEnd::TableHead,
            ) => {
                out.push('\n');
            }
            Event::End(TagEnd::TableCell) => out.push(' '),
            _ => {}
        }
    }
    out.trim().to_owned()
}

fn parser(text: &str) -> Parser<'_> {
    let options =
        Options::ENABLE_TABLES | Options::ENABLE_FOOTNOTES | Options::ENABLE_TASKLISTS | Options::ENABLE_STRIKETHROUGH;
    Parser::new_ext(text, options)
}

/// Raw HTML to text, images to links, headings below the page's own, nesting bounded, tables with classes.
fn flattened<'a>(events: impl Iterator<Item = Event<'a>>, highest: HeadingLevel) -> Vec<Event<'a>> {
    let mut depth = 0_usize;
    let mut alignments = Vec::new();
    let mut out = Vec::new();
    for event in events {
        match event {
            Event::Start(Tag::BlockQuote(_) | Tag::List(_) | Tag::Item) => {
                depth += 1;
                if depth > MAX_NESTING * 2 {
                    continue;
                }
                out.push(event);
            }
            Event::End(TagEnd::BlockQuote(_) | TagEnd::List(_) | TagEnd::Item) => {
                depth = depth.saturating_sub(1);
                if depth < MAX_NESTING * 2 {
                    out.push(event);
                }
            }
            Event::Html(words) | Event::InlineHtml(words) => out.push(Event::Text(words)),
            Event::Start(Tag::HtmlBlock) => out.push(Event::Start(Tag::Paragraph)),
            Event::End(TagEnd::HtmlBlock) => out.push(Event::End(TagEnd::Paragraph)),
            Event::Start(Tag::Image { link_type, dest_url, title, id }) => {
                out.push(Event::Start(Tag::Link { link_type, dest_url, title, id }));
            }
            Event::End(TagEnd::Image) => out.push(Event::End(TagEnd::Link)),
            Event::Start(Tag::Heading { level, .. }) => {
                let level = level.max(highest).min(HeadingLevel::H4);
                out.push(Event::Start(Tag::Heading { level, id: None, classes: Vec::new(), attrs: Vec::new() }));
            }
            Event::End(TagEnd::Heading(level)) => {
                out.push(Event::End(TagEnd::Heading(level.max(highest).min(HeadingLevel::H4))));
            }
            other => out.push(tables(other, &mut alignments)),
        }
    }
    out
}

/// Tables are written here, since the library writes alignment as a style attribute and our pages allow none.
fn tables<'a>(event: Event<'a>, table: &mut Vec<(Vec<Alignment>, usize, bool)>) -> Event<'a> {
    let markup: String = match event {
        Event::Start(Tag::Table(alignments)) => {
            table.push((alignments, 0, false));
            r#"<div class="table-scroll" tabindex="0" role="region" aria-label="Tabel"><table>"#.to_owned()
        }
        Event::End(TagEnd::Table) => {
            table.pop();
            "</tbody></table></div>".to_owned()
        }
        Event::Start(Tag::TableHead) => {
            if let Some(state) = table.last_mut() {
                (state.1, state.2) = (0, true);
            }
            "<thead><tr>".to_owned()
        }
        Event::End(TagEnd::TableHead) => {
            if let Some(state) = table.last_mut() {
                state.2 = false;
            }
            "</tr></thead><tbody>".to_owned()
        }
        Event::Start(Tag::TableRow) => {
            if let Some(state) = table.last_mut() {
                state.1 = 0;
            }
            "<tr>".to_owned()
        }
        Event::End(TagEnd::TableRow) => "</tr>".to_owned(),
        Event::Start(Tag::TableCell) => match table.last_mut() {
            Some((alignments, column, head)) => {
                let class = match alignments.get(*column) {
                    Some(Alignment::Right) => r#" class="align-right""#,
                    Some(Alignment::Center) => r#" class="align-center""#,
                    _ => "",
                };
                *column += 1;
                if *head { format!("<th scope=\"col\"{class}>") } else { format!("<td{class}>") }
            }
            None => "<td>".to_owned(),
        },
        Event::End(TagEnd::TableCell) => match table.last() {
            Some((_, _, true)) => "</th>".to_owned(),
            _ => "</td>".to_owned(),
        },
        other => return other,
    };
    Event::InlineHtml(CowStr::from(markup))
}

static CLEANER: LazyLock<ammonia::Builder<'static>> = LazyLock::new(|| {
    let mut builder = ammonia::Builder::default();
    builder
        .tags(HashSet::from([
            "a",
            "blockquote",
            "br",
            "code",
            "del",
            "div",
            "em",
            "h2",
            "h3",
            "h4",
            "hr",
            "input",
            "li",
            "ol",
            "p",
            "pre",
            "strong",
            "sup",
            "table",
            "tbody",
            "td",
            "th",
            "thead",
            "tr",
            "ul",
        ]))
        .url_schemes(HashSet::from(["http", "https", "mailto", "tel"]))
        .link_rel(Some("nofollow noopener ugc"))
        .generic_attributes(HashSet::new())
        .tag_attributes(
            [
                ("a", HashSet::from(["href", "title"])),
                ("ol", HashSet::from(["start"])),
                ("input", HashSet::from(["type", "checked", "disabled"])),
                ("th", HashSet::from(["scope"])),
                ("div", HashSet::from(["tabindex", "role", "aria-label"])),
            ]
            .into(),
        )
        .allowed_classes(
            [
                ("div", HashSet::from(["table-scroll", "footnote-definition"])),
                ("th", HashSet::from(["align-right", "align-center"])),
                ("td", HashSet::from(["align-right", "align-center"])),
                ("sup", HashSet::from(["footnote-reference", "footnote-definition-label"])),
            ]
            .into(),
        );
    builder
});

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scripts_and_styles_of_a_writer_become_text_or_nothing() {
        for attack in [
            "<script>alert(1)</script>",
            "[klik](javascript:alert(1))",
            "[klik](JaVaScRiPt&#58;alert(1))",
            "<img src=x onerror=alert(1)>",
            "![foto](https://luar.example/x.png)",
            "<a href=\"javascript:alert(1)\" style=\"color:red\">x</a>",
            "| a |\n|:-:|\n| <iframe src=x> |",
        ] {
            let html = render(attack);
            let html = html.as_str();
            let tags = html.split('<').skip(1).filter_map(|rest| rest.split('>').next());
            for tag in tags.map(str::to_lowercase) {
                for bad in ["script", "img", "iframe", "style", "onerror"] {
                    assert!(!tag.contains(bad), "{attack} gave {html}");
                }
            }
        }
    }

    #[test]
    fn a_nesting_bomb_is_flattened() {
        let bomb = format!("{} dalam", "> ".repeat(20_000));
        let html = render(&bomb);
        assert!(html.as_str().matches("<blockquote>").count() <= MAX_NESTING * 2);
        assert!(html.as_str().contains("dalam"));
    }

    #[test]
    fn tables_keep_their_alignment_as_a_class() {
        let html = render("| Tahun | Panen |\n|---|--:|\n| 2025 | 4,9 |");
        assert!(html.as_str().contains(r#"<td class="align-right">4,9</td>"#), "{}", html.as_str());
        assert!(html.as_str().contains(r#"<th scope="col">Tahun</th>"#));
    }

    #[test]
    fn plain_text_has_the_words_only() {
        assert_eq!(plain("# Judul\n\nPanen **naik** [sekali](https://x.id)."), "Judul\nPanen naik sekali.");
    }
}
