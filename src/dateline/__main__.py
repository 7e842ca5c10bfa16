"""`python -m dateline` is `dateline`."""

from dateline.scripts import main

if __name__ == "__main__":
    main()
