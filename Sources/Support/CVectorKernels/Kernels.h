// All kernels, compiled for the level of the file that includes this: its TARGET, its TABLE, and how
// many rows and vectors of columns of a product fit into its registers.

#include "KernelTable.h"
#include "Samples.h"
#include "Products.h"
#include "Mixtures.h"
#include "Models.h"

#define MEMBER(name) .name = HERE(name),
const KernelTable TABLE = {EACH_KERNEL(MEMBER)};
#undef MEMBER
