from articles.site import setup_token


def kept(tmp_path):
    return (tmp_path / "setup-token").read_text()


def test_only_the_right_one_fits():
    token = setup_token.make()
    assert setup_token.fits(setup_token.digest_of(token))
    for wrong in ("", token[:-1], f"{token}é", token.swapcase()):
        assert not setup_token.fits(setup_token.digest_of(wrong))


def test_nothing_fits_where_none_was_made():
    assert not setup_token.exists()
    assert not setup_token.fits("")
    assert not setup_token.fits(setup_token.digest_of(""))


def test_it_cannot_be_guessed_nor_read_from_the_data_folder(tmp_path):
    token = setup_token.make()
    assert len(token) >= 43  # 256 bits in base 64
    assert token not in kept(tmp_path)
    assert (tmp_path / "setup-token").stat().st_mode & 0o777 == 0o600


def test_what_is_kept_does_not_fit_itself(tmp_path):
    setup_token.make()
    assert not setup_token.fits(setup_token.digest_of(kept(tmp_path)))


def test_the_one_made_last_counts():
    first, last = setup_token.make(), setup_token.make()
    assert not setup_token.fits(setup_token.digest_of(first))
    assert setup_token.fits(setup_token.digest_of(last))


def test_it_is_forgotten_once():
    token = setup_token.make()
    for _ in range(2):
        setup_token.forget()
    assert not setup_token.exists()
    assert not setup_token.fits(setup_token.digest_of(token))
