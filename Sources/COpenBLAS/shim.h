#include <cblas.h>
#include <stddef.h>

// LAPACK's eigenvalues and eigenvectors of a symmetric matrix, which OpenBLAS holds but its header
// does not declare. As Fortran has it, the lengths of both strings come last.
void dsyevd_(const char *jobz, const char *uplo, const blasint *n, double *a, const blasint *lda,
             double *w, double *work, const blasint *lwork, blasint *iwork, const blasint *liwork,
             blasint *info, size_t jobz_length, size_t uplo_length);
