#include <cblas.h>
#include <stddef.h>

// LAPACK's eigenvalues and eigenvectors of a symmetric matrix, which OpenBLAS holds but its header
// does not declare. As Fortran has it, the lengths of both strings come last.
void dsyevd_(const char *jobz, const char *uplo, const blasint *n, double *a, const blasint *lda,
             double *w, double *work, const blasint *lwork, blasint *iwork, const blasint *liwork,
             blasint *info, size_t jobz_length, size_t uplo_length);

#if defined(__linux__)
int blas_thread_shutdown_(void) __attribute__((weak));
#endif

// Ends the threads that OpenBLAS starts as it is loaded; its header does not declare how. Variants
// without threads of their own lack the function. To set their number starts them again.
static inline void timbre_openblas_end_threads(void) {
#if defined(__linux__)
    if (blas_thread_shutdown_) blas_thread_shutdown_();
#endif
}
