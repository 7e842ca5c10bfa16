"""A verified release goes to the Hugging Face Hub, as it is in its folder."""

from __future__ import annotations

from pathlib import Path

from dateline.errors import Retry, Stop, Usage
from dateline.pipeline.rehydrate import OWN_COPY
from dateline.pipeline.release import SUMS
from dateline.publish.reading import open_release, read_sums
from dateline.publish.verify import sound

SHOWN = 10
# What an earlier version may have and this one has not is deleted in the same commit.
OLD = ["**/*.parquet", "*.parquet", "plots/*", "schema/**"]


def upload(folder: Path, repo: str, *, private: bool = True, message: str | None = None) -> str:
    """Upload the release in `folder` to the data set `repo` (NAME or OWNER/NAME); the commit's URL.

    Raises Stop where it does not verify or holds words that its user put back, Usage for a name
    that cannot be one, Retry where the Hub does not answer.
    """
    from huggingface_hub import HfApi
    from huggingface_hub.errors import HfHubHTTPError, HFValidationError, LocalTokenNotFoundError

    release = open_release(folder)
    problems = sound(folder)
    if problems:
        more = f"\n  and {len(problems) - SHOWN} more" if len(problems) > SHOWN else ""
        listed = "\n  ".join(problems[:SHOWN])
        raise Stop(f"{folder} does not verify, so it is not uploaded:\n  {listed}{more}")
    if any(row["reason"] == OWN_COPY for row in release.summary["rights"]):
        raise Stop(
            f"{folder} holds texts that were put back by dateline rehydrate, for your own use; "
            "upload the release that it was made of"
        )
    api = HfApi()
    try:
        found = api.create_repo(repo, repo_type="dataset", private=private, exist_ok=True)
        commit = api.upload_folder(
            repo_id=found.repo_id,
            repo_type="dataset",
            folder_path=folder,
            commit_message=message or f"Release {release.summary['version']}",
            allow_patterns=[*read_sums(folder), SUMS],
            delete_patterns=OLD,
        )
    except HFValidationError as error:
        raise Usage(f"{repo!r} is no name of a data set: {error}") from error
    except LocalTokenNotFoundError as error:
        raise Stop("you are not logged in to the Hub: hf auth login") from error
    except HfHubHTTPError as error:
        status = error.response.status_code if error.response is not None else None
        if status in (401, 403):
            raise Stop(f"the Hub refuses {repo} ({status}): log in with hf auth login") from error
        raise Retry(f"the Hub does not take {repo}: {error}") from error
    except HfHubHTTPError.__bases__ as error:  # type: ignore[misc] # of its HTTP library
        why = f"{type(error).__name__}: {error}".partition("\n")[0]
        raise Retry(f"the Hub at {api.endpoint} cannot be reached: {why}; try again") from error
    return str(commit.commit_url)
