//! A device in plain words, so that its owner recognises it: "Chrome di ponsel Android".

/// What a browser's `User-Agent` says about itself, in words.
pub fn in_words(user_agent: &str) -> String {
    let has = |word: &str| user_agent.contains(word);
    let browser = if has("WhatsApp") {
        "WhatsApp"
    } else if has("SamsungBrowser") {
        "Samsung Internet"
    } else if has("MiuiBrowser") {
        "Mi Browser"
    } else if has("Edg/") || has("EdgA/") || has("EdgiOS") {
        "Edge"
    } else if has("OPR/") || has("Opera") {
        "Opera"
    } else if has("Firefox") || has("FxiOS") {
        "Firefox"
    } else if has("Chrome") || has("CriOS") {
        "Chrome"
    } else if has("Safari") {
        "Safari"
    } else {
        "Peramban"
    };
    let device = if has("iPhone") {
        "iPhone"
    } else if has("iPad") {
        "iPad"
    } else if has("Android") && has("Mobile") {
        "ponsel Android"
    } else if has("Android") {
        "tablet Android"
    } else if has("Windows") {
        "komputer Windows"
    } else if has("Macintosh") {
        "komputer Mac"
    } else if has("CrOS") {
        "Chromebook"
    } else if has("Linux") {
        "komputer Linux"
    } else {
        return format!("{browser} di perangkat lain");
    };
    format!("{browser} di {device}")
}
