# What ./run and ./test share: the project's own Python environment in .venv, and what Qt wants from the system.
# To be sourced with $root set to the project folder. Everything it says goes to stderr: stdout belongs to the program.

venv=$root/.venv
python=$venv/bin/python

# Libraries of the system that Qt loads, each with the Debian package that brings it.
offscreen_libraries="libGL.so.1:libgl1 libEGL.so.1:libegl1 libglib-2.0.so.0:libglib2.0-0 libxkbcommon.so.0:libxkbcommon0
    libfontconfig.so.1:libfontconfig1 libdbus-1.so.3:libdbus-1-3"
window_libraries="$offscreen_libraries libxkbcommon-x11.so.0:libxkbcommon-x11-0 libxcb-cursor.so.0:libxcb-cursor0
    libxcb-icccm.so.4:libxcb-icccm4 libxcb-keysyms.so.1:libxcb-keysyms1 libxcb-shape.so.0:libxcb-shape0 libcups.so.2:libcups2"
chinese_font=fonts-noto-cjk # has a song face for official paper, and rare characters of names (𠮷)

say() { # say CHINESE ENGLISH: whoever starts the program reads Chinese, whoever tests it English
    if [ "${speak:-zh}" = zh ]; then echo "$1" >&2; else echo "$2" >&2; fi
}

# --- Python -----------------------------------------------------------------------------------------------------

stamp() { # stamp LOCK: what .venv must have been made from; changes with the lock file and with the Python below .venv
    readlink -f "$python"
    cksum <"$root/$1"
}

is_ready() { # is_ready LOCK: a few milliseconds, for this is asked at every start
    [ -x "$python" ] && [ -f "$venv/ready-$1" ] && [ "$(cat "$venv/ready-$1")" = "$(stamp "$1")" ]
}

fits() { # fits PYTHON: it runs, and its version is one that all our packages have wheels for
    "$1" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 14))' >/dev/null 2>&1
}

find_python() { # prints the first interpreter that fits, one that can make environments before one that cannot
    unable=
    for candidate in python3 python3.13 python3.12 python3.11 python3.14 python; do
        fits "$candidate" || continue
        if "$candidate" -c 'import ensurepip, venv' >/dev/null 2>&1; then
            echo "$candidate"
            return
        fi
        unable=${unable:-$candidate}
    done
    [ -n "$unable" ] || {
        say "没有找到 Python 3.11 或更新的版本，请先安装（例如：apt install python3 python3-venv）。" \
            "No Python 3.11 to 3.14 was found: install one (for example: apt install python3 python3-venv)."
        return 1
    }
    package=$("$unable" -c 'import sys; print("python%d.%d-venv" % sys.version_info[:2])')
    apt_install "$package" && "$unable" -c 'import ensurepip, venv' >/dev/null 2>&1 || {
        say "缺少系统软件包 $package，请安装后再运行（apt install $package）。" \
            "The system package $package is missing: apt install $package"
        return 1
    }
    echo "$unable"
}

install_packages() { # install_packages LOCK...: the first is installed; the others are contained in it and ready with it
    if ! { fits "$python" && "$python" -m pip --version >/dev/null 2>&1; }; then
        base=$(find_python) || return 1
        rm -rf "$venv"
        "$base" -m venv "$venv" >&2 || return 1
    fi
    rm -f "$venv"/ready-* # an interrupted installation is done again
    "$python" -m pip install -qq --disable-pip-version-check --no-input --only-binary :all: \
        --require-hashes -r "$root/$1" >&2 || return 1
    for lock in "$@"; do
        stamp "$lock" >"$venv/ready-$lock"
    done
}

ensure_packages() { # ensure_packages LOCK...: nothing where .venv is ready for the first; two at the same time wait for each other
    is_ready "$1" && return
    exec 9<"$root"
    if command -v flock >/dev/null; then flock 9; fi
    is_ready "$1" || {
        say "正在安装运行所需的组件（首次约需几分钟，需要联网）……" "Installing the packages of $1 into .venv ..."
        install_packages "$@" || {
            say "组件没有装好，请检查网络后再运行一次。" "The packages could not be installed."
            return 1
        }
    }
    exec 9<&-
}

# --- System -----------------------------------------------------------------------------------------------------

apt_install() { # apt_install PACKAGE...: 1 where there is no apt, no right to use it, or it fails
    command -v apt-get >/dev/null || return 1
    as_root=
    if [ "$(id -u)" != 0 ]; then
        command -v sudo >/dev/null || return 1
        sudo -n true 2>/dev/null || [ -t 0 ] || return 1 # nobody there to type a password
        as_root=sudo
    fi
    say "正在安装系统组件：$*" "Installing system packages: $*"
    # shellcheck disable=SC2086
    set -- $as_root env DEBIAN_FRONTEND=noninteractive apt-get -qq -o Dpkg::Use-Pty=0 install -y --no-install-recommends "$@"
    "$@" >/dev/null 2>&1 || { # most likely the package lists are missing or old
        $as_root apt-get -qq update >&2 && "$@" >/dev/null
    }
}

missing_libraries() { # missing_libraries LIBRARY:PACKAGE...: prints those that cannot be loaded
    machine=$(uname -m)
    for pair; do
        for folder in "/usr/lib/$machine-linux-gnu" /usr/lib64 /usr/lib; do
            [ -e "$folder/${pair%%:*}" ] && continue 2
        done
        "$python" -c 'import ctypes, sys; ctypes.CDLL(sys.argv[1])' "${pair%%:*}" 2>/dev/null || echo "$pair"
    done
}

ensure_libraries() { # ensure_libraries LIBRARY:PACKAGE...: 1 if one is still missing
    [ "$(uname)" = Linux ] || return 0
    missing=$(missing_libraries "$@")
    [ -n "$missing" ] || return 0
    packages=$(echo "$missing" | sed 's/.*://' | tr '\n' ' ')
    # shellcheck disable=SC2086
    apt_install $packages && missing=$(missing_libraries $missing) && [ -z "$missing" ] || {
        say "缺少系统组件，请让管理员安装：apt install $packages" "System libraries are missing: apt install $packages"
        return 1
    }
}

has_noto_font() {
    for font in /usr/share/fonts/*/*/NotoS*CJK* "${HOME:-/}"/.local/share/fonts/NotoS*CJK*; do
        [ -e "$font" ] && return
    done
    command -v fc-list >/dev/null && [ -n "$(fc-list 'Noto Sans CJK SC' file)" ]
}

has_chinese_font() {
    for font in /usr/share/fonts/*/*/*[Cc][Jj][Kk]* /usr/share/fonts/*/*/wqy* /usr/share/fonts/*/*/*allback* \
        /usr/share/fonts/*/*/uming* /usr/share/fonts/*/*/[Ss]im[SsFHfh]* "${HOME:-/}"/.local/share/fonts/[Ss]im[SsFHfh]*; do
        [ -e "$font" ] && return
    done
    command -v fc-list >/dev/null && [ -n "$(fc-list :lang=zh-cn file)" ]
}

ensure_chinese_font() { # ensure_chinese_font TEST: goes on without one; the tests want the very one with the rare characters
    [ "$(uname)" = Linux ] || return 0
    "$1" || apt_install $chinese_font ||
        say "没有找到中文字体，请让管理员安装：apt install $chinese_font" "No Chinese font: apt install $chinese_font"
}
