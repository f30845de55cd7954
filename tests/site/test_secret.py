from __future__ import annotations

from hoinhap.site.secret import secret_key


def test_the_key_is_made_once_and_only_its_owner_reads_it(tmp_path):
    path = tmp_path / "secret-key"
    first = secret_key(path)
    assert len(first) > 60
    assert secret_key(path) == first
    assert path.stat().st_mode & 0o777 == 0o600
    assert [item.name for item in tmp_path.iterdir()] == ["secret-key"]


def test_every_installation_has_its_own_key(tmp_path):
    assert secret_key(tmp_path / "a") != secret_key(tmp_path / "b")
