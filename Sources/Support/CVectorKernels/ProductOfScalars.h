// A matrix product of SCALARs, a VECTOR of columns at a time; Products.h includes this for both types.

enum { OF(panel_of) = sizeof(VECTOR) / sizeof(SCALAR) };

// `rows` × `vectors` vectors of the result, in registers all the while. However a product is cut into
// these, an element is the same sum in the same order.
INLINED void OF(tile_of)(
    int32_t rows, int32_t vectors, const SCALAR *const *left, ptrdiff_t step, const SCALAR *panels,
    int32_t depth, SCALAR *result, ptrdiff_t stride, int32_t columns) {
    VECTOR sums[TILE_ROWS][TILE_VECTORS];
    const SCALAR *row[TILE_ROWS];
    for (int32_t r = 0; r < rows; r++) {
        row[r] = left[r];
        for (int32_t v = 0; v < vectors; v++) sums[r][v] = (VECTOR){};
    }
    const ptrdiff_t panel = (ptrdiff_t)depth * OF(panel_of);
    for (ptrdiff_t k = 0; k < depth; k++) {
        VECTOR right[TILE_VECTORS];
        for (int32_t v = 0; v < vectors; v++) {
            memcpy(&right[v], panels + v * panel + k * OF(panel_of), sizeof(VECTOR));
        }
        for (int32_t r = 0; r < rows; r++) {
            const SCALAR factor = row[r][k * step];
            for (int32_t v = 0; v < vectors; v++) sums[r][v] += factor * right[v];
        }
    }
    for (int32_t r = 0; r < rows; r++) {
        for (int32_t v = 0; v < vectors; v++) {
            const int32_t left = columns - v * OF(panel_of);
            const size_t count = (size_t)(left < OF(panel_of) ? left : OF(panel_of));
            SCALAR *place = result + r * stride + v * OF(panel_of);
            if (count == OF(panel_of)) memcpy(place, &sums[r][v], sizeof(VECTOR));
            else memcpy(place, &sums[r][v], count * sizeof(SCALAR));
        }
    }
}

// All rows of so many vectors of columns.
INLINED void OF(columns_of)(
    int32_t vectors, const SCALAR *const *left, int32_t rows, ptrdiff_t step, const SCALAR *panels,
    int32_t depth, SCALAR *result, ptrdiff_t stride, int32_t columns) {
    int32_t i = 0;
#define TILES(count)                                                                         \
    for (; i + (count) <= rows; i += (count)) {                                              \
        OF(tile_of)(                                                                         \
            count, vectors, left + i, step, panels, depth, result + i * stride, stride,      \
            columns);                                                                        \
    }
    TILES(TILE_ROWS)
    TILES(TILE_ROWS > 4 ? 4 : 1)
    TILES(TILE_ROWS > 2 ? 2 : 1)
    TILES(1)
#undef TILES
}

KERNEL(void, OF(product_of))(
    const SCALAR *const *left, int32_t rows, ptrdiff_t step, const SCALAR *panels, int32_t depth,
    SCALAR *result, ptrdiff_t stride, int32_t columns) {
    const ptrdiff_t panel = (ptrdiff_t)depth * OF(panel_of);
    for (int32_t j = 0; j < columns; j += TILE_VECTORS * OF(panel_of)) {
        const int32_t vectors = (columns - j + OF(panel_of) - 1) / OF(panel_of);
#define COLUMNS(count)                                                                       \
    OF(columns_of)(                                                                          \
        count, left, rows, step, panels + j / OF(panel_of) * panel, depth, result + j,       \
        stride, columns - j)
        if (vectors >= TILE_VECTORS) COLUMNS(TILE_VECTORS);
        else if (TILE_VECTORS > 2 && vectors == 2) COLUMNS(TILE_VECTORS > 2 ? 2 : 1);
        else COLUMNS(1);
#undef COLUMNS
    }
}

KERNEL(void, OF(product_pack))(
    const SCALAR *const *columns, int32_t count, ptrdiff_t step, int32_t depth, SCALAR *panels) {
    for (int32_t j = 0; j < count; j += OF(panel_of), panels += (ptrdiff_t)depth * OF(panel_of)) {
        const int32_t lanes = count - j < OF(panel_of) ? count - j : OF(panel_of);
        ptrdiff_t k = 0;
        if (step == 1 && lanes == OF(panel_of)) {
            for (; k + OF(panel_of) <= depth; k += OF(panel_of)) {
                VECTOR square[OF(panel_of)];
                for (int32_t lane = 0; lane < OF(panel_of); lane++) {
                    memcpy(&square[lane], columns[j + lane] + k, sizeof(VECTOR));
                    // What follows a column is often the next one of the same owner.
                    __builtin_prefetch(columns[j + lane] + k + depth);
                }
                OF(transpose)(square);
                memcpy(panels + k * OF(panel_of), square, sizeof square);
            }
        }
        for (; k < depth; k++) {
            SCALAR *row = panels + k * OF(panel_of);
            for (int32_t lane = 0; lane < lanes; lane++) row[lane] = columns[j + lane][k * step];
            for (int32_t lane = lanes; lane < OF(panel_of); lane++) row[lane] = 0;
        }
    }
}
