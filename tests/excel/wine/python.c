/* python.exe around python311.dll. */
#include <windows.h>
int wmain(int argc, wchar_t **argv) {
  typedef int (*Main)(int, wchar_t **);
  HMODULE python = LoadLibraryW(L"python311.dll");
  return python ? ((Main)(void *)GetProcAddress(python, "Py_Main"))(argc, argv) : 101;
}
