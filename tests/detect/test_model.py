import subprocess
import sys

import pytest

from monitor.detect import find
from monitor.detect.clauses.find import seen
from monitor.detect.clauses.reading import read
from monitor.detect.sentences.features import wording
from monitor.detect.sentences.model import ORDER, Model, classify, scores, shipped, telling
from monitor.detect.words.cues import tokens_of
from monitor.detect.words.lexicon import look
from monitor.detect.words.vocabulary import LANGUAGES, load
from monitor.records import Practice

TRAINS = {
    "en": "We use your posts to train our AI models.",
    "fr": "Nous utilisons vos publications pour entraîner nos modèles d'IA.",
    "de": "Wir verwenden deine Beiträge, um unsere KI-Modelle zu trainieren.",
    "it": "Utilizziamo i tuoi post per addestrare i nostri modelli di IA.",
    "es": "Usamos tus publicaciones para entrenar nuestros modelos de IA.",
    "pt": "Usamos as suas publicações para treinar os nossos modelos de IA.",
    "nl": "Wij gebruiken je berichten om onze AI-modellen te trainen.",
    "pl": "Wykorzystujemy Twoje wpisy do trenowania naszych modeli AI.",
}
FLAT = (0.0,) * len(ORDER)


def test_a_plain_statement_of_training_is_recognised_in_every_language() -> None:
    assert set(TRAINS) == set(LANGUAGES)
    assert {code for code, text in TRAINS.items() if {c.practice for c in find(text)} == {Practice.TRAINS}} == set(
        TRAINS
    )


def test_a_sentence_says_the_same_to_the_model_whatever_stands_far_from_it() -> None:
    alone = [*seen(TRAINS["en"])]
    assert alone == [*seen(f"Welcome to our site.\n\n{TRAINS['en']}\n\nThank you.")]


def test_scores_are_the_bias_and_the_sum_of_the_known_weights() -> None:
    model = Model({"w a": (100, 0, 0, 0, 0), "w b": (50, -100, 0, 0, 0)}, (1.0, 0.0, 0.0, 0.0, 0.0), FLAT, FLAT, FLAT)
    assert scores({"w a", "w b", "w unheard of"}, model) == (2.5, -1.0, 0.0, 0.0, 0.0)
    assert scores(set(), model) == model.bias


def test_a_practice_is_told_by_the_words_that_speak_most_for_it() -> None:
    cues = look(tokens_of("We train on posts"), load("en").lexicon)
    model = Model(
        {"w train": (200, 0, 0, 0, 0), "w we": (300, 0, 0, 0, 0), "w on": (-1, 0, 0, 0, 0)}, FLAT, FLAT, FLAT, FLAT
    )
    found = {"w train", "w we", "w on"}
    told = classify(found, model)
    assert told[Practice.TRAINS].stated
    assert telling(Practice.TRAINS, found, cues, model) == ("We", "train")
    assert not told[Practice.DENIES].stated


@pytest.mark.parametrize(
    ("feature", "words"),
    [
        ("w models", "Models"),
        ("r train", "train"),
        ("t we>train>ai", "We … train … AI"),
        ("f item", ""),
        ("w absent", ""),
    ],
)
def test_a_feature_is_shown_by_the_words_it_stands_for(feature: str, words: str) -> None:
    cues = read("We train some AI. Models follow.", load("en"))
    assert wording(feature, cues) == words


def test_probabilities_rise_with_the_score() -> None:
    model = shipped()
    assert all(slope > 0 for slope in model.slope)
    assert all(len(weights) == len(ORDER) for weights in model.weights.values())


def test_no_feature_holds_more_than_one_word_of_a_text() -> None:
    words = [feature.split()[1:] for feature in shipped().weights if feature.startswith("w ")]
    assert all(len(word) == 1 for word in words)


def test_the_model_is_asked_without_the_packages_it_is_trained_with() -> None:
    asked = "import sys; from monitor.detect import find; find('We train AI on your posts.'); print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", asked], check=True, capture_output=True, text=True).stdout.split()
    model = "monitor.detect.sentences.model"
    assert {model, "numpy", "scipy", "sklearn"} & set(loaded) == {model}
