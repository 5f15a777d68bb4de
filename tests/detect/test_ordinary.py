"""What companies ordinarily change in their terms, and how much that matters to people."""

import pytest

from monitor.detect import review

HEAD = "# Privacy\n\nWe keep your account for as long as you want it.\n\n## How we use data\n\n"
CHANGES = [
    (
        "en",
        HEAD + "We use your letters to:\n\n- answer you\n- send bills",
        HEAD + "We use your letters to:\n\n- answer you\n- train our AI models\n- send bills",
        "alert",
    ),
    (
        "en",
        "| Purpose | Data | Basis |\n|---|---|---|\n| Billing | Name | Contract |",
        "| Purpose | Data | Basis |\n|---|---|---|\n| AI training | Letters | Consent |\n| Billing | Name | Contract |",
        "alert",
    ),
    ("en", "We will not use your letters to train AI models.", "We may use your letters to train AI models.", "alert"),
    (
        "en",
        HEAD + "We do not train AI models on your letters. We answer within a week.",
        HEAD + "We answer within a week.",
        "alert",
    ),
    (
        "en",
        "We do not train AI models on your letters.",
        "We do not train AI models on letters of paying users.",
        "alert",
    ),
    (
        "en",
        "If you opt in, we train our AI on your letters.",
        "We train our AI on your letters unless you opt out.",
        "alert",
    ),
    ("en", "We train our AI on your posts.", "We train our AI on your posts, including private messages.", "alert"),
    (
        "en",
        "Last updated: 3 May 2025\n\nWe train our AI on your posts.",
        "Last updated: 9 June 2025\n\nWe train our AI on your posts.",
        "none",
    ),
    (
        "en",
        "| Purpose | Data |\n|---|---|\n| AI training | Letters |\n| Billing | Name |",
        "| Purpose | Data |\n|---|---|\n| Billing | Name |\n| AI training | Letters |",
        "none",
    ),
    (
        "en",
        "## 3. AI\n\nWe train our AI on your posts. You can opt out in Settings.",
        "## 7. Artificial intelligence\n\nWe train our AI on your posts. You can opt out in Settings.",
        "none",
    ),
    ("en", "We train our AI on your posts.", "We train our AI on your posts, but not on those of minors.", "notice"),
    ("en", HEAD, HEAD + "You may not use our site to train AI models.", "notice"),
    ("en", HEAD, HEAD + "We do not train AI on your letters.", "notice"),
    ("en", HEAD, HEAD + "Our AI assistant suggests replies and summarises your letters. It can make mistakes.", "none"),
    (
        "en",
        "We do not train AI on your letters. Our providers are Anvil and Brick.",
        "We do not train AI on your letters. Our providers are Anvil, Brick and Cedar, which hosts our AI assistant.",
        "none",
    ),
    (
        "en",
        "With your consent we train our AI on your letters.",
        "On the basis of our legitimate interest we train our AI on your letters.",
        "alert",
    ),
    (
        "en",
        "Lantern trains its AI on your letters. Lantern is based in Leeds.",
        "Lamplight trains its AI on your letters. Lamplight is based in Leeds.",
        "none",
    ),
    ("en", "We train our AI on your letters. You can object at any time.", "We train our AI on your letters.", "alert"),
    (
        "en",
        "We train our AI on your letters. You can object at any time.",
        "We train our AI on your letters. You can object until 1 May 2026.",
        "alert",
    ),
    (
        "en",
        "We train our AI on your letters in the USA.",
        "We train our AI on your letters in the USA and Canada.",
        "alert",
    ),
    (
        "en",
        "We use letters to improve our services.",
        "We use letters to improve our services and the AI models behind them.",
        "alert",
    ),
    (
        "en",
        "Our suppliers may not train their models on your letters.",
        "Our suppliers may train their models on your letters.",
        "alert",
    ),
    (
        "en",
        "We share letters with hosting companies.",
        "We share letters with hosting companies and with AI developers, who train their models on them.",
        "alert",
    ),
    ("en", "We train our AI on anonymised letters.", "We train our AI on letters.", "alert"),
    ("en", "We train our AI on letters of adults.", "We train our AI on letters of adults and teenagers.", "alert"),
    ("en", "You may not scrape the site or train AI on it.", "You may not scrape the site.", "notice"),
    ("en", "We train our AI on your letters.", "We no longer train our AI on your letters.", "notice"),
    (
        "en",
        "* Your letters are never used to train AI\n* We answer within a week",
        "* We answer within a week\n* Your letters are never used to train AI",
        "none",
    ),
    (
        "en",
        "AI training with letters: off by default. You can switch it on.",
        "AI training with letters: on by default. You can switch it off.",
        "alert",
    ),
    (
        "de",
        "Wir nutzen deine Briefe, um:\n\n- dir zu antworten\n- Rechnungen zu schreiben",
        "Wir nutzen deine Briefe, um:\n\n- dir zu antworten\n- unsere KI zu trainieren\n- Rechnungen zu schreiben",
        "alert",
    ),
    (
        "de",
        "Wir trainieren keine KI mit deinen Briefen.",
        "Wir trainieren ohne deine Einwilligung keine KI mit deinen Briefen.",
        "alert",
    ),
    (
        "de",
        "Mit deiner Einwilligung trainieren wir unsere KI mit deinen Briefen.",
        "Wir trainieren unsere KI mit deinen Briefen, sofern du nicht widersprichst.",
        "alert",
    ),
    ("de", "Deine Briefe dienen nicht dem KI-Training.", "Deine Briefe dienen nicht dem Training fremder KI.", "alert"),
    (
        "de",
        "Wir trainieren unsere KI mit öffentlichen Beiträgen.",
        "Wir trainieren unsere KI mit öffentlichen Beiträgen und privaten Nachrichten.",
        "alert",
    ),
    (
        "fr",
        "Nous utilisons vos lettres pour :\n\n- vous répondre\n- facturer",
        "Nous utilisons vos lettres pour :\n\n- vous répondre\n- entraîner nos modèles d'IA\n- facturer",
        "alert",
    ),
    ("fr", "Vos lettres n'entraînent aucune IA.", "Vos lettres n'entraînent aucune IA sans votre accord.", "alert"),
    (
        "fr",
        "Nous entraînons notre IA sur vos lettres, sauf opposition de votre part.",
        "Sauf opposition de votre part, nous entraînons notre IA sur vos lettres.",
        "none",
    ),
    (
        "fr",
        "Nous entraînons notre IA sur vos lettres avec votre accord.",
        "Nous entraînons notre IA sur vos lettres.",
        "alert",
    ),
    (
        "es",
        "Usamos tus cartas para:\n\n- responderte\n- facturar",
        "Usamos tus cartas para:\n\n- responderte\n- entrenar nuestros modelos de IA\n- facturar",
        "alert",
    ),
    ("es", "No entrenamos IA con tus cartas.", "Entrenamos IA con tus cartas, salvo que te opongas.", "alert"),
    (
        "es",
        "Entrenamos nuestra IA con tus cartas si lo aceptas.",
        "Entrenamos nuestra IA con tus cartas. Puedes oponerte.",
        "alert",
    ),
    (
        "it",
        "Usiamo le tue lettere per:\n\n- risponderti\n- fatturare",
        "Usiamo le tue lettere per:\n\n- risponderti\n- addestrare i nostri modelli di IA\n- fatturare",
        "alert",
    ),
    ("pt", "Não treinamos IA com as suas cartas.", "Podemos treinar IA com as suas cartas.", "alert"),
    ("nl", "Wij trainen geen AI met je brieven.", "Wij trainen geen AI met brieven van betalende gebruikers.", "alert"),
    ("pl", "Nie trenujemy AI na Twoich listach.", "Możemy trenować AI na Twoich listach.", "alert"),
]


@pytest.mark.parametrize(("language", "before", "after", "severity"), CHANGES)
def test_a_change_is_an_alert_a_notice_or_nothing(language: str, before: str, after: str, severity: str) -> None:
    assert review(before, after, language=language).severity == severity
