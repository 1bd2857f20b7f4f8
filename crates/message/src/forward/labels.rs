//! The words by which mail programs mark a forward or a quoted message, in the languages of their users.

/// What a header line copied into words says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Label {
    From,
    Date,
    To,
    Subject,
    ReplyTo,
    /// Attachments, importance and the like.
    Other,
}

const FROM: &[&str] = &[
    "from",
    "sender",
    "von",
    "absender",
    "de",
    "expéditeur",
    "de la part de",
    "da",
    "mittente",
    "remetente",
    "remitente",
    "van",
    "afzender",
    "od",
    "nadawca",
    "från",
    "avsändare",
    "fra",
    "lähettäjä",
    "odesílatel",
    "odosielateľ",
    "de la",
    "feladó",
    "kimden",
    "gönderen",
    "от",
    "от кого",
    "від",
    "від кого",
    "από",
    "差出人",
    "送信者",
    "发件人",
    "寄件者",
    "寄件人",
    "보낸 사람",
    "من",
    "מאת",
    "từ",
    "dari",
];
const DATE: &[&str] = &[
    "date",
    "sent",
    "sent on",
    "gesendet",
    "gesendet am",
    "datum",
    "envoyé",
    "envoyé le",
    "date d'envoi",
    "fecha",
    "fecha de envío",
    "enviado",
    "enviado el",
    "enviado em",
    "enviada",
    "enviada em",
    "enviada el",
    "data",
    "inviato",
    "inviato il",
    "data invio",
    "verzonden",
    "verstuurd",
    "wysłano",
    "wysłane",
    "skickat",
    "skickades",
    "sendt",
    "dato",
    "lähetetty",
    "päivämäärä",
    "päiväys",
    "odesláno",
    "odoslané",
    "dátum",
    "trimis",
    "küldve",
    "elküldve",
    "tarih",
    "gönderildi",
    "дата",
    "отправлено",
    "надіслано",
    "ημερομηνία",
    "στάλθηκε",
    "日時",
    "送信日時",
    "日付",
    "发送时间",
    "日期",
    "寄件日期",
    "날짜",
    "보낸 날짜",
    "تاريخ",
    "التاريخ",
];
const TO: &[&str] = &[
    "to",
    "an",
    "empfänger",
    "à",
    "a",
    "destinataire",
    "para",
    "destinatario",
    "destinatário",
    "aan",
    "naar",
    "do",
    "till",
    "til",
    "vastaanottaja",
    "komu",
    "pro",
    "către",
    "címzett",
    "kime",
    "кому",
    "προς",
    "宛先",
    "收件人",
    "받는 사람",
    "إلى",
    "אל",
    "cc",
    "kopie",
    "copie",
    "copia",
    "cc:",
    "bcc",
    "cci",
    "cco",
    "kopia",
    "dw",
    "ccn",
    "копия",
];
const SUBJECT: &[&str] = &[
    "subject",
    "re",
    "betreff",
    "objet",
    "sujet",
    "asunto",
    "assunto",
    "oggetto",
    "onderwerp",
    "temat",
    "ämne",
    "emne",
    "aihe",
    "předmět",
    "predmet",
    "subiect",
    "tárgy",
    "konu",
    "тема",
    "θέμα",
    "件名",
    "主题",
    "主旨",
    "제목",
    "الموضوع",
    "נושא",
    "chủ đề",
];
const REPLY_TO: &[&str] = &[
    "reply-to",
    "reply to",
    "antwort an",
    "antwort-an",
    "répondre à",
    "responder a",
    "responder para",
    "rispondi a",
    "antwoord aan",
    "beantwoorden aan",
    "odpowiedz do",
    "svara till",
    "svar til",
];
const OTHER: &[&str] = &[
    "importance",
    "priority",
    "attachments",
    "attachment",
    "anlagen",
    "anhang",
    "wichtigkeit",
    "priorität",
    "pièces jointes",
    "importance haute",
    "datos adjuntos",
    "importancia",
    "anexos",
    "importância",
    "allegati",
    "priorità",
    "bijlagen",
    "urgentie",
    "załączniki",
    "ważność",
    "bifogade filer",
    "prioritet",
    "organization",
    "organisation",
    "message-id",
    "return-path",
    "mailed-by",
    "signed-by",
    "security",
];

/// Marks of Gmail and of others who write them between dashes.
const FORWARDED: &[&str] = &[
    "forwarded message",
    "forwarded by",
    "weitergeleitete nachricht",
    "weitergeleitete mail",
    "message transféré",
    "message réexpédié",
    "mensaje reenviado",
    "mensagem encaminhada",
    "mensagem reencaminhada",
    "messaggio inoltrato",
    "doorgestuurd bericht",
    "przekazana wiadomość",
    "wiadomość przekazana",
    "przesłana dalej",
    "treść przekazanej wiadomości",
    "vidarebefordrat meddelande",
    "videresendt",
    "vidaresendt",
    "välitetty viesti",
    "přeposlaná zpráva",
    "preposlaná správa",
    "mesaj redirecționat",
    "továbbított üzenet",
    "iletilen mesaj",
    "пересылаемое сообщение",
    "пересланное сообщение",
    "переслане повідомлення",
    "προωθημένο μήνυμα",
    "転送メッセージ",
    "转发的邮件",
    "已轉寄的郵件",
    "전달된 메시지",
    "forwarded mail",
    "forwarded email",
];
/// Marks of Apple Mail, which stand alone on a line.
const BEGINS: &[&str] = &[
    "begin forwarded message",
    "anfang der weitergeleiteten nachricht",
    "anfang der weitergeleiteten e‑mail",
    "anfang der weitergeleiteten e-mail",
    "début du message transféré",
    "début du message réexpédié",
    "inicio del mensaje reenviado",
    "início da mensagem reencaminhada",
    "início da mensagem encaminhada",
    "inizio messaggio inoltrato",
    "begin doorgestuurd bericht",
    "początek przekazywanej wiadomości",
    "początek przekazanej wiadomości",
    "vidarebefordrat brev",
    "start på videresendt besked",
    "start på videresendt melding",
    "välitetty viesti alkaa",
    "начало переадресованного сообщения",
    "転送されたメッセージ",
    "开始转发的邮件",
];
/// Marks of Outlook and telephones.
const ORIGINAL: &[&str] = &[
    "original message",
    "ursprüngliche nachricht",
    "originalnachricht",
    "urspr. nachricht",
    "message d'origine",
    "message original",
    "message d’origine",
    "message initial",
    "mensaje original",
    "mensagem original",
    "messaggio originale",
    "oorspronkelijk bericht",
    "wiadomość oryginalna",
    "oryginalna wiadomość",
    "ursprungligt meddelande",
    "originalmeddelande",
    "oprindelig meddelelse",
    "opprinnelig melding",
    "alkuperäinen viesti",
    "původní zpráva",
    "pôvodná správa",
    "mesaj original",
    "eredeti üzenet",
    "orijinal mesaj",
    "исходное сообщение",
    "оригінальне повідомлення",
    "αρχικό μήνυμα",
    "元のメッセージ",
    "原始邮件",
    "original email",
    "original appointment",
    "reply message",
];
/// Words that end a line above a quotation.
const WROTE: &[&str] = &[
    "wrote",
    "writes",
    "schrieb",
    "geschrieben",
    "a écrit",
    "écrit",
    "escribió",
    "escreveu",
    "ha scritto",
    "scrisse",
    "schreef",
    "napisał",
    "napisała",
    "napisał(a)",
    "pisze",
    "skrev",
    "kirjoitti",
    "napsal",
    "napísal",
    "a scris",
    "írta",
    "yazdı",
    "написал",
    "пише",
    "έγραψε",
];
/// Beginnings of subjects of forwards.
const FORWARDS: &[&str] = &[
    "fwd",
    "fw",
    "wg",
    "tr",
    "rv",
    "enc",
    "i",
    "doorst",
    "pd",
    "vs",
    "vb",
    "vl",
    "vid",
    "továbbítás",
    "转发",
    "reenviado",
    "inoltro",
];
/// Beginnings of subjects of answers.
const ANSWERS: &[&str] = &["re", "aw", "sv", "antw", "odp", "rif", "r", "ref", "res", "回复"];

/// A line as label and value, if it begins with one of the labels.
pub(crate) fn label(line: &str) -> Option<(Label, &str)> {
    let start = line.as_bytes().get(..line.len().min(200)).unwrap_or_default();
    // The second is how the wide colon of East Asian writing begins.
    memchr::memchr2(b':', 0xef, start)?;
    let line = unquoted(line);
    let line = line
        .trim_start_matches(|letter: char| letter.is_whitespace() || matches!(letter, '*' | '_' | '|' | '•'));
    let at = line.char_indices().take(34).find(|(_, letter)| matches!(letter, ':' | '：'))?.0;
    let name =
        line.get(..at)?.trim_matches(|letter: char| letter.is_whitespace() || matches!(letter, '*' | '_'));
    if name.is_empty() || name.len() > 40 {
        return None;
    }
    let colon = line.get(at..)?.chars().next()?.len_utf8();
    let value = line
        .get(at + colon..)?
        .trim_matches(|letter: char| letter.is_whitespace() || matches!(letter, '*' | '|'));
    let name = name.to_lowercase();
    let has = |list: &[&str]| list.contains(&name.as_str());
    let label = if has(FROM) {
        Label::From
    } else if has(DATE) {
        Label::Date
    } else if has(TO) {
        Label::To
    } else if has(SUBJECT) {
        Label::Subject
    } else if has(REPLY_TO) {
        Label::ReplyTo
    } else if has(OTHER) {
        Label::Other
    } else {
        return None;
    };
    Some((label, value))
}

/// What kind of mark a line is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Mark {
    /// "---------- Forwarded message ---------": how many dashes stand in front.
    Forwarded(usize),
    /// "Begin forwarded message:".
    Begins,
    /// "-----Original Message-----": how many dashes stand in front.
    Original(usize),
    /// A rule of underscores, as Outlook draws it.
    Rule,
}

/// Reads a line as a mark.
pub(crate) fn mark(line: &str) -> Option<Mark> {
    let line = unquoted(line).trim().trim_matches('*').trim();
    if line.len() > 160 || line.len() < 5 {
        return None;
    }
    let first = line.chars().next()?;
    if first == '_' {
        return (line.len() >= 20 && line.bytes().all(|byte| byte == b'_')).then_some(Mark::Rule);
    }
    let words = line.trim_start_matches(['-', '—', '–', '=', '_']);
    let dashes = line.chars().count() - words.chars().count();
    let framed = dashes >= 2;
    let ends_plainly = line.ends_with([':', '-', '—', '–', '=', '_']);
    if !framed && !ends_plainly {
        return None;
    }
    let words = words.trim_matches(|letter: char| !letter.is_alphanumeric()).to_lowercase();
    let starts = |list: &[&str]| list.iter().any(|mark| words.starts_with(mark));
    if starts(BEGINS) {
        return Some(Mark::Begins);
    }
    if !framed && !line.ends_with(':') {
        return None;
    }
    if starts(FORWARDED) {
        return Some(Mark::Forwarded(dashes));
    }
    (framed && starts(ORIGINAL)).then_some(Mark::Original(dashes))
}

/// Whether a line is the rule above a quoted message ("-----Original Message-----").
pub(crate) fn is_original_rule(line: &str) -> bool {
    matches!(mark(line), Some(Mark::Original(_) | Mark::Forwarded(_)))
}

/// Whether a line that ends in a colon says who wrote what is quoted below.
pub(crate) fn is_attribution(line: &str) -> bool {
    let words = line.trim_end_matches(|letter: char| letter == ':' || letter.is_whitespace()).to_lowercase();
    let has_who = words.contains('@') || words.contains(|letter: char| letter.is_ascii_digit());
    has_who && WROTE.iter().any(|wrote| words.ends_with(wrote) || words.contains(&format!(" {wrote} ")))
        || WROTE.iter().any(|wrote| words.ends_with(wrote))
}

/// A line without the marks of quotation in front.
pub(crate) fn unquoted(line: &str) -> &str {
    line.trim_start_matches(['>', ' ', '\u{a0}'])
}

/// A subject without what programs put in front, and whether one of it says "forward".
pub(crate) fn bare_subject(subject: &str) -> (&str, bool) {
    let (mut rest, mut forwards) = (subject.trim(), false);
    for _ in 0..10 {
        let Some((head, tail)) = rest.split_once([':', '：']) else { break };
        let head = head.trim().split(['[', '(']).next().unwrap_or_default().trim().to_lowercase();
        let forward = FORWARDS.contains(&head.as_str());
        if !forward && !ANSWERS.contains(&head.as_str()) {
            break;
        }
        forwards |= forward;
        rest = tail.trim_start();
    }
    (rest, forwards)
}
