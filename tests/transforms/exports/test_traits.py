"""Traits: one name in every script, birthdays, areas and cards; hashed like contacts and never certain."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transforms.exports.contacts import TRAIT_KINDS, ContactHasher

HASHER = ContactHasher(b"a key of this business", "CN")


def name(written):
    return HASHER.contact("name", written)


@pytest.mark.parametrize(
    ("one", "spellings"),
    [
        (
            "王小明",
            [
                "王小明先生",
                "王 小明",
                "王小明(先生)",
                "Wang Xiaoming",
                "Xiaoming Wang",
                "WANG, Xiao-Ming",
                "Wang Xiao Ming",
                "小明, 王",
            ],
        ),
        ("欧阳娜娜", ["歐陽娜娜", "Ouyang Nana", "Nana Ouyang", "欧阳, 娜娜"]),
        ("单田芳", ["單田芳", "Shan Tianfang"]),
        ("吕布", ["呂布", "Lv Bu", "Lyu Bu", "LÜ BU"]),
        ("José Núñez", ["Jose Nunez", "NUÑEZ, JOSÉ", "Mr. José Núñez", "josé núñez"]),
        ("Conan O'Brien", ["Conan O’Brien", "O'Brien, Conan", "Conan J. OBrien"]),
    ],
)
def test_a_name_is_one_key_in_every_script_and_order(one, spellings):
    keys = {name(spelling).identity_key for spelling in spellings}
    assert keys == {name(one).identity_key}


def test_another_name_is_another_key_with_the_surname_in_common():
    one, other, stranger = name("王小明"), name("王小红"), name("李小明")
    assert one.identity_key != other.identity_key
    assert one.surname_key == other.surname_key == name("Wang Xiaoming").surname_key != stranger.surname_key
    assert one.identity_key != one.surname_key


@pytest.mark.parametrize("masked", ["王**", "王*", "王先生", "王女士", "王(女士)", "王XX", "王某某", "王*明", "王"])
def test_a_name_of_which_only_the_surname_is_told_is_the_key_of_the_surname(masked):
    found = name(masked)
    assert found.identity_key == found.surname_key == name("王小明").surname_key
    assert found.masked == "王*"


def test_latin_names_are_masked_by_initials_honorifics_or_the_surname_alone():
    smith = name("John Smith").surname_key
    assert name("J. Smith").identity_key == name("Mr Smith").identity_key == name("Smith, ").identity_key == smith
    assert name("W***").surname_key is None
    assert name("John S.").surname_key is None, "an initial is no surname"
    assert name("Anna").surname_key is None, "nor is a word alone"
    assert [name(each).masked for each in ("John Smith", "W***", "王小明", "**明")] == ["J***", "W***", "王*", "**"]


def test_what_is_no_name_is_no_evidence():
    nothing = [
        "",
        " ",
        "匿名用户",
        "散客",
        "先生",
        "Guest",
        "N/A",
        "13812345678",
        "ann@example.com",
        "Bar 4",
        "##密文",
        "***",
        "-",
    ]
    assert [each for each in nothing if name(each) is not None] == []


def test_pieces_of_misspelt_names_overlap_and_hold_no_order():
    one, typo, stranger = (set(name(each).grams) for each in ("Katherine Miller", "Katharine Miler", "Bob Jones"))
    assert len(one & typo) > len(one) / 2 > 2 * len(one & stranger)
    assert name("Wang Xiaoming").grams == name("Xiaoming Wang").grams == name("王小明").grams


@pytest.mark.parametrize(
    "written",
    ["1990-05-12", "1990/5/12", "19900512", "1990年5月12日", "May 12, 1990", "12 May 1990", "1990.05.12",
     "民國79年5月12日", "079/05/12", "1990-05-12 00:00:00", "１９９０－０５－１２"],
)  # fmt: skip
def test_every_way_to_write_a_birthday_is_one_key(written):
    found = HASHER.contact("birthday", written)
    assert found == HASHER.contact("birthday", "1990-05-12")
    assert (found.masked, len(found.grams), found.is_certain) == ("19**", 8, False)


def test_a_birthday_without_its_year_shares_the_pieces_of_its_day():
    whole, day = HASHER.contact("birthday", "1990-05-12"), HASHER.contact("birthday", "5月12日")
    assert set(day.grams) < set(whole.grams)
    assert (len(day.grams), day.masked) == (4, "**")
    assert day.identity_key != whole.identity_key


@pytest.mark.parametrize(
    "written", ["", "1900-01-01", "0000-00-00", "1990-13-40", "03/04/1990", "soon", "1990", "2150-01-01"]
)
def test_a_birthday_nobody_gave_or_whose_day_is_not_told_from_its_month_is_none(written):
    assert HASHER.contact("birthday", written) is None
    assert HASHER.contact("birthday", "13/04/1990") == HASHER.contact("birthday", "1990-04-13")


def area(written):
    return HASHER.contact("area", written)


def test_an_area_is_its_words_in_every_script_without_what_is_masked():
    assert area("臺北市中正區").identity_key == area("台北市中正区").identity_key
    assert area("江苏省 苏州市 ***").identity_key == area("江苏省苏州市").identity_key
    assert area("12* Main St").identity_key == area("MAIN ST").identity_key
    assert set(area("江苏省 苏州市 ***").grams) < set(area("江苏省 苏州市 工业园区 星湖街 1 号").grams) | set(
        area("江苏省苏州市").grams
    )
    assert (area("江苏省苏州市").masked, area("江苏省苏州市").is_certain) == ("江苏…", False)
    assert area("***") is None
    assert area("##密文") is None


def test_a_postcode_is_one_however_it_is_written():
    assert area("90210-1234") == area("'90210")
    assert area("sw1a 1aa") == area("SW1A1AA")
    assert area("SW1A 1AA").masked == "SW…"


def test_a_long_address_keeps_forty_pieces_of_its_beginning():
    assert len(area(" ".join(f"w{number}" for number in range(60))).grams) == 40


def test_of_a_card_only_brand_and_last_four_digits_are_ever_read():
    one = HASHER.contact("card", "1234", "Visa")
    assert one == HASHER.contact("card", "•••• 1234", "VISA") == HASHER.contact("card", "4111 1111 1111 1234", "visa")
    assert (one.masked, one.is_certain, one.scope) == ("•••• 1234", False, "")
    assert one.identity_key != HASHER.contact("card", "1234", "Amex").identity_key
    assert HASHER.contact("card", "234", "Visa") == HASHER.contact("card", "0234", "Visa"), (
        "a spreadsheet took the nought"
    )
    assert [HASHER.contact("card", each) for each in ("1234, 5678", "", "cash", "12")] == [None] * 4


def test_an_email_has_pieces_of_what_is_told_before_the_at():
    whole, masked = HASHER.contact("email", "annika@example.com"), HASHER.contact("email", "an***@example.com")
    assert set(masked.grams) == set(whole.grams) & set(masked.grams)
    assert len(masked.grams) == 2, "the start and the first two letters"
    assert HASHER.contact("email", "***@example.com").grams is None


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("138****5678", "138****5678"),
        ("138 **** 5678", "138****5678"),
        ("138-****-5678", "138****5678"),
        ("+86 138****5678", "138****5678"),
        ("86138****5678", "138****5678"),
        ("138XXXX5678", "138****5678"),
        ("138******78", "138******78"),
        ("1**********", "1**********"),
        ("1*3*5678", "1***5678"),
    ],
)
def test_a_masked_phone_shows_its_first_digits_stars_and_its_last(written, shown):
    found = HASHER.contact("phone", written)
    assert (found.masked, found.is_certain) == (shown, False)


@given(st.text(max_size=60), st.sampled_from(sorted(TRAIT_KINDS)))
def test_any_text_is_a_trait_or_none_and_never_certain(text, kind):
    found = HASHER.contact(kind, text)
    if found is not None:
        assert not found.is_certain
        assert set(found.identity_key) <= set("0123456789abcdef")
        assert list(found.grams) == sorted(set(found.grams))
        assert len(found.grams) <= 41
        assert all(0 <= gram < 2**32 for gram in found.grams)


def test_another_key_makes_other_pieces():
    other = ContactHasher(b"another key", "CN")
    assert not set(other.contact("name", "王小明").grams) & set(name("王小明").grams)
