// minizip and zlib (zlib licence), linked statically.
#include <zlib.h>
#include <minizip/zip.h>
