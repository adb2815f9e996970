// SHA-256 of libmd (BSD licence), linked statically.
#include <sys/types.h>
#include <stdint.h>
#include <sha2.h>
