#include <fftw3.h>

/* An array of unknown length, which Swift cannot name. */
static inline const char *timbre_fftwf_version(void) { return fftwf_version; }
