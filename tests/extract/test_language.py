from __future__ import annotations

import pytest

from monitor.extract.language import COMMON, SCRIPTS, detect

SENTENCES = {
    "en": "The club may keep the letters that you send to us.",
    "de": "Der Verein darf die Briefe behalten, die Sie uns senden.",
    "fr": "Le club peut garder les lettres que vous nous envoyez.",
    "es": "El club puede conservar las cartas que usted nos envía para la reunión.",
    "it": "Il circolo può conservare le lettere che ci mandate per la riunione della sera.",
    "pt": "O clube pode guardar as cartas que você nos envia para uma reunião.",
    "nl": "De vereniging mag de brieven bewaren die u ons voor het feest stuurt.",
    "pl": "Klub może zachować listy, które nam wysyłasz, i nie oddaje ich.",
    "ja": "クラブは手紙を保管することができます。",
    "zh": "俱乐部可以保存您寄来的信件。",
    "ko": "클럽은 편지를 보관할 수 있습니다.",
    "ru": "Клуб может хранить письма, которые вы нам присылаете.",
    "uk": "Клуб може зберігати листи, які ви нам надсилаєте, та фото.",
    "el": "Ο σύλλογος μπορεί να κρατήσει τα γράμματα.",
    "ar": "يمكن للنادي أن يحتفظ بالرسائل التي ترسلها من هذا البريد إلى المكتب.",
}


@pytest.mark.parametrize(("language", "sentence"), SENTENCES.items())
def test_a_sentence_is_enough(language: str, sentence: str) -> None:
    assert detect(sentence, "xx") == language


@pytest.mark.parametrize("language", COMMON)
def test_every_words_entry_can_decide(language: str) -> None:
    assert detect(" ".join(sorted(COMMON[language]))) == language


@pytest.mark.parametrize("language", SCRIPTS)
def test_every_script_can_decide(language: str) -> None:
    small = (chr(code) for code in range(0x370, 0xD7B0) if chr(code) == chr(code).lower() and chr(code).isalpha())
    letters = [letter for letter in small if SCRIPTS[language].match(letter)]
    assert detect("".join(letters[:40])) == language
