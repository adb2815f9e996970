"""Puts the built C library into the wheel, which is then one for this platform and every Python 3."""

import os
import sysconfig
from pathlib import Path

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class LibraryHook(BuildHookInterface):
    """Takes the library from SURVEYSTATS_LIBRARY, else from the source tree's release build."""

    def initialize(self, version, build_data):
        if version == "editable":
            return
        built = Path(self.root).parent / ".build" / "release" / "libsurveystats.so"
        library = Path(os.environ.get("SURVEYSTATS_LIBRARY") or built)
        if not library.is_file():
            raise FileNotFoundError(
                f"{library} is not there; run `swift build -c release --static-swift-stdlib` first"
            )
        platform = sysconfig.get_platform().replace("-", "_").replace(".", "_")
        build_data["pure_python"] = False
        build_data["tag"] = f"py3-none-{platform}"
        build_data["force_include"][str(library)] = f"surveystats/lib/{library.name}"
        build_data["force_include"][str(Path(self.root).parent / "LICENSE")] = "surveystats/LICENSE"
