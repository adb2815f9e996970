/*
 * surveystats.h: the C interface of survey-stats, statistics for sample surveys.
 *
 * Copyright (C) the survey-stats authors. License: GPL-3.0-or-later; see the file LICENSE.
 *
 * This header is the manual. It needs nothing but <stddef.h> and <stdint.h>, and compiles as C99 and as
 * C++11. Link with -lsurveystats.
 *
 *
 * A COMPLETE EXAMPLE
 *
 *     #include <stdio.h>
 *     #include <surveystats.h>
 *
 *     int main(void) {
 *       surveystats_error error = SURVEYSTATS_ERROR_INIT;
 *       surveystats_dataset *dataset = NULL;
 *       surveystats_design *design = NULL;
 *       surveystats_estimates *estimates = NULL;
 *       const char *strata[] = {"district"};
 *       const char *items[] = {"q1-q20", "overall"};
 *       surveystats_design_options how = SURVEYSTATS_DESIGN_OPTIONS_INIT;
 *       how.weights = "weight";
 *       how.strata = strata;
 *       how.n_strata = 1;
 *
 *       if (surveystats_dataset_open_csv("export.csv", NULL, &dataset, &error) == SURVEYSTATS_OK
 *           && surveystats_design_create(dataset, &how, &design, &error) == SURVEYSTATS_OK
 *           && surveystats_mean(design, items, 2, NULL, NULL, &estimates, &error) == SURVEYSTATS_OK) {
 *         for (int64_t i = 0; i < surveystats_estimates_n_rows(estimates); i++) {
 *           surveystats_row row = SURVEYSTATS_ROW_INIT;
 *           if (surveystats_estimates_row(estimates, i, &row, &error) != SURVEYSTATS_OK) break;
 *           printf("%s %g (%g)\n", row.term, row.estimate, row.std_error);
 *         }
 *       }
 *       if (error.code != SURVEYSTATS_OK) fprintf(stderr, "%s\n", error.message);
 *       surveystats_estimates_destroy(estimates);
 *       surveystats_design_destroy(design);
 *       surveystats_dataset_destroy(dataset);
 *       return error.code == SURVEYSTATS_OK ? 0 : 1;
 *     }
 *
 *
 * THE ROAD
 *
 *     dataset ──▶ design ──▶ estimates ──▶ rows, covariances, notes, JSON, CSV, text, an Arrow stream
 *     (answers)   (how they were sampled)
 *
 * On the way surveystats_dataset_described makes a dataset whose answers have a meaning (scales, constructs),
 * and surveystats_design_weighted a design whose weights fit the population's margins.
 *
 *     plan ──▶ check ──▶ problems
 *        └───▶ evaluation ──▶ nodes, indicators, tables, decisions, files, points; the report
 *
 * A plan file says what an agency promised in a service-quality plan, and from which records it can be seen whether
 * it was kept; see surveystats_plan_open.
 *
 * ERRORS
 *
 * A function that can fail returns a surveystats_status: SURVEYSTATS_OK (0), or what went wrong. It then also
 * sets its out_ parameters to NULL or 0, and fills `error`, the last parameter, unless that is NULL. The
 * error is the caller's own; each call that is given one overwrites it, with code 0 and an empty message
 * where the call succeeds. Wrong arguments (NULL where an object is needed, a negative length, an index
 * outside its range) are errors like any other: the library does not abort, does not print and calls nobody
 * back, but for the callbacks that an Arrow stream carries with it.
 *
 * OWNERSHIP
 *
 * What a function hands out through a pointer to a handle belongs to the caller until it is given to the
 * matching surveystats_…_destroy, which accepts NULL. Handles may be destroyed in any order: a design keeps
 * what it needs of its dataset alive; estimates, checks and evaluations stand alone. Strings that accessors
 * return belong to the handle and live as long as it does. Whatever the caller passes in is read during the
 * call only: strings, arrays, columns and option structs may be freed when it returns. Arrow structs are taken
 * over and released, as their specification says.
 *
 * THREADS
 *
 * A finished dataset, design, estimates, plan, check, evaluation or text never changes and may be used from any
 * number of threads at once; only a dataset that streams Arrow data, and designs of it, serve one call at a time,
 * and refuse another. A run is made to be shared: one thread works, others watch or cancel. Only the
 * destroying of a handle must not overlap with other uses of that handle. There is no global state, and the
 * host's locale is neither read nor set.
 *
 * TEXT
 *
 * Names, paths and expressions are NUL-terminated UTF-8; cells are pointer and length. What is not UTF-8 is
 * refused with a message that names the argument. All returned strings are NUL-terminated UTF-8; none holds
 * a NUL inside.
 *
 * STRUCTS
 *
 * A struct that may grow begins with struct_size, the sizeof of the struct as the caller's header has it;
 * SURVEYSTATS_…_INIT sets that and the defaults. A library that knows more fields than the caller takes the
 * defaults for them; one that knows fewer accepts the rest where it is all zero, and returns
 * SURVEYSTATS_ERROR_UNSUPPORTED where it is not. A struct_size that no version can have (0, not a multiple
 * of 8, more than 4096) is SURVEYSTATS_ERROR_INVALID_ARGUMENT. Fields called reserved must be 0.
 *
 * NUMBERS
 *
 * Lengths and counts are int64_t. A proportion is a fraction of 1, a confidence level too. An undefined
 * number is NaN, and a note says why.
 */
#ifndef SURVEYSTATS_H
#define SURVEYSTATS_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/* ---------------------------------------------------------------------------------------------- version */

#define SURVEYSTATS_VERSION_MAJOR 0
#define SURVEYSTATS_VERSION_MINOR 1
#define SURVEYSTATS_VERSION_PATCH 0
#define SURVEYSTATS_VERSION_STRING "0.1.0"

/**
 * The version of the library that is loaded, to be compared with SURVEYSTATS_VERSION_STRING.
 *
 * @return "major.minor.patch"; static, never NULL.
 * @since 0.1.0
 */
const char *surveystats_version(void);

/* ----------------------------------------------------------------------------------------------- errors */

/** What became of a call: SURVEYSTATS_OK or one of SURVEYSTATS_ERROR_…; the numbers are stable. */
typedef int32_t surveystats_status;

enum {
  SURVEYSTATS_OK = 0,
  /** An argument is missing, contradicts another, or is outside its range. */
  SURVEYSTATS_ERROR_INVALID_ARGUMENT = 1,
  /** The data has no column of that name; the message gives the nearest. */
  SURVEYSTATS_ERROR_UNKNOWN_COLUMN = 2,
  /** A file cannot be opened or read. */
  SURVEYSTATS_ERROR_IO = 3,
  /** The bytes are not a table, or a cell is not a number where one is needed. */
  SURVEYSTATS_ERROR_MALFORMED_DATA = 4,
  /** The bytes are not text in the expected encoding. */
  SURVEYSTATS_ERROR_BAD_ENCODING = 5,
  /** A weight, stratum, cluster or population count that no sampling design can have. */
  SURVEYSTATS_ERROR_INVALID_DESIGN = 6,
  /** A stratum holds one sampled unit and lonely_psu does not say how to treat it. */
  SURVEYSTATS_ERROR_LONELY_PSU = 7,
  /** There is no row to compute from. */
  SURVEYSTATS_ERROR_EMPTY_DATA = 8,
  /** A length, a size or a memory bound was passed (see surveystats_limits). */
  SURVEYSTATS_ERROR_LIMIT_EXCEEDED = 9,
  /** The run was cancelled. */
  SURVEYSTATS_ERROR_CANCELLED = 10,
  /** An expression cannot be read. */
  SURVEYSTATS_ERROR_INVALID_EXPRESSION = 11,
  /** A meaningful request that this version does not answer. */
  SURVEYSTATS_ERROR_UNSUPPORTED = 12,
  /** The source can be read once and has been, or it changed since it was opened. */
  SURVEYSTATS_ERROR_SOURCE_CHANGED = 13
};

/**
 * What went wrong, and where. Owned by the caller.
 *
 * `struct_size` may be smaller than the struct: only what fits is written. Larger is fine.
 */
typedef struct surveystats_error {
  /** sizeof(surveystats_error), set by the caller. With 0 nothing is written. */
  size_t struct_size;
  /** The status that the call returned. */
  int32_t code;
  int32_t reserved;
  /** The record to blame as a spreadsheet numbers it (the header is row 1), or the position from 1 in columns
      that came from memory; 0 where no row is to blame. */
  int64_t row;
  /** The column to blame, from 1; 0 where none is. */
  int64_t column;
  /** One or two sentences in English, NUL-terminated UTF-8, cut between characters where too long. */
  char message[512];
} surveystats_error;

#define SURVEYSTATS_ERROR_INIT { sizeof(surveystats_error), 0, 0, 0, 0, { 0 } }

/**
 * The name of a status for programs: "ok", "invalid_argument", "unknown_column", "io", ….
 *
 * @param status any number.
 * @return a static string; "unknown" for a number that is no status. Never NULL.
 * @since 0.1.0
 */
const char *surveystats_status_name(surveystats_status status);

/* ---------------------------------------------------------------------------------------------- handles */

/** A table of answers. */
typedef struct surveystats_dataset surveystats_dataset;
/** How the answers of a dataset were sampled. */
typedef struct surveystats_design surveystats_design;
/** What a statistic returned: rows, covariances on request, notes. */
typedef struct surveystats_estimates surveystats_estimates;
/** Long work that other threads may watch and cancel. */
typedef struct surveystats_run surveystats_run;
/** What an agency promised, and from which records it can be seen. */
typedef struct surveystats_plan surveystats_plan;
/** What is wrong with a plan or its records. */
typedef struct surveystats_check surveystats_check;
/** A plan judged by its records. */
typedef struct surveystats_evaluation surveystats_evaluation;
/** The totals of a statistic over some of its rows, to be added up. */
typedef struct surveystats_state surveystats_state;
/** A rendered text, or a packed file. */
typedef struct surveystats_text surveystats_text;

/** A piece of text, not NUL-terminated; data NULL is a missing answer. */
typedef struct surveystats_slice {
  const char *data;
  /** Bytes, not characters. */
  int64_t length;
} surveystats_slice;

/** The language of notes and labels; names of fields and codes never change with it. */
enum {
  SURVEYSTATS_LANGUAGE_EN = 0,
  SURVEYSTATS_LANGUAGE_ZH_TW = 1,
  SURVEYSTATS_LANGUAGE_OF_PLAN = -1 /**< for evaluations: the one that the plan wants its report in */
};

/* ------------------------------------------------------------------------------------------- the dataset */

/** What outside data may ask of this process. A field that is 0 keeps its default; negative is an error. */
typedef struct surveystats_limits {
  size_t struct_size;
  /** Columns in one table; default 100,000. */
  int64_t columns;
  /** Bytes in one cell; default 1,048,576. */
  int64_t cell_bytes;
  /** Sampled units (clusters, or strata times domains) that totals are kept for; default 20,000,000. */
  int64_t units;
  /** Different answers of one column where each gets a row of its own; default 10,000. */
  int64_t levels;
  /** Operators and parentheses inside one another in an expression; default 200, at most 1000. */
  int64_t expression_depth;
  /** Bytes that one call may hold in tables and totals; default 8 GiB. */
  int64_t memory_limit;
  /** Threads that one call may use; default as many as the machine has. Results are the same to the last bit. */
  int64_t threads;
} surveystats_limits;

#define SURVEYSTATS_LIMITS_INIT { sizeof(surveystats_limits), 0, 0, 0, 0, 0, 0, 0 }

/**
 * Fills `limits` with the defaults, as SURVEYSTATS_LIMITS_INIT does; for callers without macros.
 *
 * @param limits     memory of struct_size bytes.
 * @param struct_size the size of the struct as the caller knows it.
 * @return SURVEYSTATS_OK, or SURVEYSTATS_ERROR_INVALID_ARGUMENT where limits is NULL or the size impossible.
 * @since 0.1.0
 */
surveystats_status surveystats_limits_init(surveystats_limits *limits, size_t struct_size);

/** For surveystats_dataset_options.header_rows. */
#define SURVEYSTATS_HEADER_ROWS_AUTO (-1)

/** How data is to be read. NULL strings mean the default. */
typedef struct surveystats_dataset_options {
  size_t struct_size;
  /** What messages call the data; default "memory". Not for files, which have a name. */
  const char *name;
  /** Answers that count as missing besides blank and NA: "9,99" for every item, "q1=9;q2=98,99" per column,
      or both, "99;q1=9". For items only, never for columns of the design, `by` or `where`. */
  const char *missing;
  /** Limits, or NULL for the defaults. */
  const surveystats_limits *limits;
  /** CSV only: "auto" (default: a byte order mark, else UTF-8 where it is that, else CP950, with a note),
      "utf-8", "utf-16", "utf-16le", "utf-16be", "cp950" ("big5"), "big5-hkscs". */
  const char *encoding;
  /** CSV only: one character, or "tab"; NULL chooses among comma, semicolon, tab and |. */
  const char *delimiter;
  /** CSV only: rows above the first answer, 0 (columns have no names) to 3; by itself only the rows of Qualtrics
      and SurveyMonkey are found, with a note. */
  int64_t header_rows;
  /** CSV only: 1 reads rows of totals (總計, Total) as respondents; 0 leaves them out, with a note. */
  int32_t keep_total_rows;
  int32_t reserved;
} surveystats_dataset_options;

#define SURVEYSTATS_DATASET_OPTIONS_INIT \
  { sizeof(surveystats_dataset_options), NULL, NULL, NULL, NULL, NULL, SURVEYSTATS_HEADER_ROWS_AUTO, 0, 0 }

/**
 * Fills `options` with the defaults; see surveystats_limits_init.
 *
 * @param options    memory of struct_size bytes.
 * @param struct_size the size of the struct as the caller knows it.
 * @return SURVEYSTATS_OK or SURVEYSTATS_ERROR_INVALID_ARGUMENT.
 * @since 0.1.0
 */
surveystats_status surveystats_dataset_options_init(surveystats_dataset_options *options, size_t struct_size);

/**
 * Opens a CSV file. Only its beginning is read now; every estimate reads the file again, in one pass through
 * a small buffer, and refuses a file that changed since.
 *
 * A file or pipe compressed by gzip (RFC 1952) or Zstandard (RFC 8878) is read as its content, whatever its name: its
 * first bytes tell, and surveystats_dataset_describe says so. Several members or frames are one content; rows and
 * columns of errors are those of the content. A file that is cut short, damaged or followed by other bytes is
 * MALFORMED_DATA with the offset in the file, save one cut exactly behind a member, which nothing tells from a whole
 * one. A Zstandard window of more than 128 MiB is LIMIT_EXCEEDED. What is compressed in another way or twice, an archive
 * (ZIP, 7z, RAR, tar) and a workbook are UNSUPPORTED, with a message that names it and says what to do. Codebooks, margins,
 * plans and states may be compressed in the same way.
 *
 * @param path        the file; "-" is standard input. A pipe of up to 8 MiB is kept and can be read again, a longer one once.
 * @param options     how to read, or NULL.
 * @param out_dataset the dataset, to be destroyed by the caller.
 * @param error       may be NULL.
 * @return SURVEYSTATS_OK; INVALID_ARGUMENT, IO, EMPTY_DATA (no header), BAD_ENCODING, MALFORMED_DATA,
 *         UNKNOWN_COLUMN (missing codes for a column that is not there), LIMIT_EXCEEDED, UNSUPPORTED.
 * @since 0.1.0
 */
surveystats_status surveystats_dataset_open_csv(
    const char *path, const surveystats_dataset_options *options, surveystats_dataset **out_dataset,
    surveystats_error *error);

/**
 * Opens CSV text in memory, compressed or not, as surveystats_dataset_open_csv opens a file.
 *
 * @param bytes       the text; copied. May be NULL where length is 0.
 * @param length      its length in bytes.
 * @param options     how to read, or NULL.
 * @param out_dataset the dataset, to be destroyed by the caller.
 * @param error       may be NULL.
 * @return as surveystats_dataset_open_csv; LIMIT_EXCEEDED where length passes the memory limit or 2^47.
 * @since 0.1.0
 */
surveystats_status surveystats_dataset_from_csv_bytes(
    const void *bytes, int64_t length, const surveystats_dataset_options *options,
    surveystats_dataset **out_dataset, surveystats_error *error);

/** What `values` of a surveystats_column points to. */
enum {
  SURVEYSTATS_TYPE_FLOAT64 = 1, /**< double; NaN is a missing answer */
  SURVEYSTATS_TYPE_FLOAT32 = 2, /**< float; NaN is a missing answer */
  SURVEYSTATS_TYPE_INT64 = 3,   /**< int64_t */
  SURVEYSTATS_TYPE_INT32 = 4,   /**< int32_t */
  SURVEYSTATS_TYPE_INT16 = 5,   /**< int16_t */
  SURVEYSTATS_TYPE_INT8 = 6,    /**< int8_t */
  SURVEYSTATS_TYPE_UINT8 = 7,   /**< uint8_t */
  SURVEYSTATS_TYPE_BOOL = 8,    /**< one byte each; 0 is the number 0, anything else the number 1 */
  SURVEYSTATS_TYPE_TEXT = 9,    /**< surveystats_slice; blank and NA are missing answers, as in a file */
  SURVEYSTATS_TYPE_CODES = 10   /**< int32_t positions in labels, from 0; negative is a missing answer */
};

/** A column in the caller's memory. */
typedef struct surveystats_column {
  /** sizeof(surveystats_column), the same in every element of an array: it is the array's stride. */
  size_t struct_size;
  /** The column's name, different from all others. */
  const char *name;
  /** n_rows values of `type`. */
  const void *values;
  /** One byte for each value, 0 where the answer is missing; NULL where all are there. */
  const uint8_t *validity;
  /** The same with one bit for each value, least significant bit first. Only one of the two may be given. */
  const uint8_t *validity_bits;
  /** The labels of codes, for SURVEYSTATS_TYPE_CODES alone; a label with data NULL is a missing answer. */
  const surveystats_slice *labels;
  int64_t n_labels;
  /** SURVEYSTATS_TYPE_…; there is no default. */
  int32_t type;
  int32_t reserved;
} surveystats_column;

#define SURVEYSTATS_COLUMN_INIT { sizeof(surveystats_column), NULL, NULL, NULL, NULL, NULL, 0, 0, 0 }

/**
 * Fills `column` with zeros and its size; see surveystats_limits_init.
 *
 * @param column     memory of struct_size bytes.
 * @param struct_size the size of the struct as the caller knows it.
 * @return SURVEYSTATS_OK or SURVEYSTATS_ERROR_INVALID_ARGUMENT.
 * @since 0.1.0
 */
surveystats_status surveystats_column_init(surveystats_column *column, size_t struct_size);

/**
 * Makes a dataset of columns in memory. Everything is copied, each number in the width it has; nothing of
 * the caller's is kept. Whole numbers of more than 53 bits stay apart where they are keys (clusters, ids),
 * and are rounded to double where they are answers.
 *
 * @param columns     the columns.
 * @param n_columns   how many; at least 1.
 * @param n_rows      values in each of them; 0 is a table without rows, which no statistic can use.
 * @param options     name, missing and limits may be set, what is for CSV only may not; or NULL.
 * @param out_dataset the dataset, to be destroyed by the caller.
 * @param error       may be NULL; `column` counts from 1, and so does `row` where one value is to blame.
 * @return SURVEYSTATS_OK; INVALID_ARGUMENT (also for a name that is empty or repeated), UNKNOWN_COLUMN
 *         (missing codes for a column that is not there), BAD_ENCODING or MALFORMED_DATA (text that is not
 *         UTF-8 or holds NUL, a code without a label), LIMIT_EXCEEDED (refused before anything is allocated).
 * @since 0.1.0
 */
surveystats_status surveystats_dataset_from_columns(
    const surveystats_column *columns, int64_t n_columns, int64_t n_rows,
    const surveystats_dataset_options *options, surveystats_dataset **out_dataset, surveystats_error *error);

/* The structs of the Arrow C data and stream interfaces. Apache Arrow's specification ("The Arrow C data interface")
   defines them for everybody to copy; whoever fills one has them declared already. */
struct ArrowSchema;
struct ArrowArray;
struct ArrowArrayStream;

/** How often the rows of an Arrow stream can be read; some statistics (growth, summaries, scales that are found from the
    answers) read them several times. */
enum {
  SURVEYSTATS_ARROW_KEEP = 0, /**< all chunks are fetched now and kept, without a copy, until the dataset goes */
  SURVEYSTATS_ARROW_ONCE = 1, /**< one pass, one chunk held at a time: for data larger than memory */
  SURVEYSTATS_ARROW_AGAIN = 2 /**< many passes, one chunk held at a time: the stream's maker promises that each
                                   call of get_schema begins its rows anew, in the same order */
};

/**
 * Makes a dataset of an Arrow C stream of record batches (structs of columns). Values are read where they lie; nothing
 * is copied but the names of columns.
 *
 * Accepted: integers and floating-point numbers of every width, booleans, decimals up to 128 bits, texts (utf8,
 * large_utf8, views), dates, times and timestamps without a zone, in UTC or at a fixed distance from it, the null
 * type, and dictionaries of these, which may change between chunks. Null, NaN, blank and NA are missing answers. A
 * number that is a key is its shortest text (113.0 is 113), a whole number all its digits, true is 1, a date
 * 2024-05-04, a time 2024-05-04T15:21:10, and the date alone at midnight. Columns of anything else (lists, structs,
 * bytes, …) are left out with a note, and asking for one is SURVEYSTATS_ERROR_UNSUPPORTED.
 *
 * Counts, offsets, indices and views are checked against each other. How many bytes a buffer has is not said in the C
 * interface: that it holds what its array's counts ask of it is the producer's promise.
 *
 * @param stream      taken over, whatever the call returns: its release callback runs once, now or with the dataset,
 *                    and stream->release is NULL after the call. Its callbacks run on the threads that use the
 *                    dataset, one at a time.
 * @param passes      SURVEYSTATS_ARROW_….
 * @param options     name, missing and limits may be set, what is for CSV only may not; or NULL.
 * @param run         to watch and cancel the fetching of what is kept, or NULL.
 * @param out_dataset the dataset, to be destroyed by the caller.
 * @param error       may be NULL.
 * @return SURVEYSTATS_OK; INVALID_ARGUMENT (also for a stream that was released), IO (with the stream's own words),
 *         MALFORMED_DATA (a schema or chunk that contradicts itself), UNSUPPORTED (no table), BAD_ENCODING,
 *         UNKNOWN_COLUMN (missing codes for a column that is not there), LIMIT_EXCEEDED, CANCELLED. What is wrong with
 *         values is found by the statistic that reads them, which may also return SOURCE_CHANGED: the stream has been
 *         read, or began again with other columns or another number of rows.
 * @since 0.1.0
 */
surveystats_status surveystats_dataset_open_arrow_stream(
    struct ArrowArrayStream *stream, int32_t passes, const surveystats_dataset_options *options,
    surveystats_run *run, surveystats_dataset **out_dataset, surveystats_error *error);

/**
 * Makes a dataset of one Arrow C array, a struct of columns; see surveystats_dataset_open_arrow_stream.
 *
 * @param schema      the array's type; taken over and released.
 * @param array       the array; taken over, and released with the dataset.
 * @param options     as for a stream, or NULL.
 * @param out_dataset the dataset, to be destroyed by the caller.
 * @param error       may be NULL.
 * @return as for a stream.
 * @since 0.1.0
 */
surveystats_status surveystats_dataset_from_arrow_array(
    struct ArrowSchema *schema, struct ArrowArray *array, const surveystats_dataset_options *options,
    surveystats_dataset **out_dataset, surveystats_error *error);

/** What the answers of a dataset mean. Everything NULL: nothing is said of them. */
typedef struct surveystats_meaning {
  size_t struct_size;
  /** A codebook file (YAML or JSON, schema survey-stats/codebook@1): short names of columns, their questions,
      scales, missing codes, choices, and which items make a construct. NULL: none. */
  const char *codebook;
  /** Scales, which turn answers into scores: "auto" finds them from the answers; "satisfaction-5", "agreement-4",
      "rating-10:reversed" or a scale of the codebook is for all of `items`; "q1=satisfaction-5;q2=auto" names
      columns one by one. A column's own scale in the codebook stays unless it is named so. NULL: none. */
  const char *scale;
  /** The columns that a scale without a column's name is for, each text read as surveystats_dataset_select does,
      under the names that the codebook gives. n_items 0: the items of the codebook's constructs and its overall
      item; without such a codebook there must be items. */
  const char *const *items;
  int64_t n_items;
  /** The column that says how many respondents a row stands for (hand tallies; not a sampling weight), by its
      name before the codebook. NULL: a row is a respondent. */
  const char *counts;
} surveystats_meaning;

#define SURVEYSTATS_MEANING_INIT { sizeof(surveystats_meaning), NULL, NULL, NULL, 0, NULL }

/**
 * Fills `meaning` with the defaults; see surveystats_limits_init.
 *
 * @param meaning     memory of struct_size bytes.
 * @param struct_size the size of the struct as the caller knows it.
 * @return SURVEYSTATS_OK or SURVEYSTATS_ERROR_INVALID_ARGUMENT.
 * @since 0.1.0
 */
surveystats_status surveystats_meaning_init(surveystats_meaning *meaning, size_t struct_size);

/**
 * The same data with what its answers mean; say all of it in one call. Columns on a scale count as numbers, their
 * scores, and constructs are columns behind the others. The notes are those of the dataset and what was found.
 *
 * Where a scale is found from the answers, the data is read once now: a long pipe then gives SOURCE_CHANGED at the
 * first estimate. Unknown answers are missing; a column of which no answer is known is an error when it is read.
 *
 * @param dataset     the dataset, which stays as it is and may be destroyed afterwards.
 * @param meaning     what is said of the answers, or NULL.
 * @param run         to watch and cancel the work, or NULL.
 * @param out_dataset the new dataset, to be destroyed by the caller.
 * @param error       may be NULL.
 * @return SURVEYSTATS_OK; INVALID_ARGUMENT (also for a scale that is not known, with the nearest), UNKNOWN_COLUMN,
 *         IO, MALFORMED_DATA (a codebook that is none, with line and column), CANCELLED, LIMIT_EXCEEDED, and what
 *         reading may return.
 * @since 0.1.0
 */
surveystats_status surveystats_dataset_described(
    const surveystats_dataset *dataset, const surveystats_meaning *meaning, surveystats_run *run,
    surveystats_dataset **out_dataset, surveystats_error *error);

/**
 * Destroys a dataset. Designs made from it stay usable.
 *
 * @param dataset may be NULL.
 * @since 0.1.0
 */
void surveystats_dataset_destroy(surveystats_dataset *dataset);

/**
 * The number of columns.
 *
 * @param dataset the dataset.
 * @return the number; 0 for NULL.
 * @since 0.1.0
 */
int64_t surveystats_dataset_n_columns(const surveystats_dataset *dataset);

/**
 * The name of a column. Names are unique: a repeated header became `name.2`.
 *
 * @param dataset  the dataset.
 * @param column   its position from 0, in the order of the file.
 * @param out_name the name; lives as long as the dataset.
 * @param error    may be NULL.
 * @return SURVEYSTATS_OK, or INVALID_ARGUMENT where there is no such column.
 * @since 0.1.0
 */
surveystats_status surveystats_dataset_column_name(
    const surveystats_dataset *dataset, int64_t column, const char **out_name, surveystats_error *error);

/**
 * The columns that a text names: "q1,q3", "q1-q20" (in the order of the file), "*" for all, and lists of
 * these. A text that is a column's name means that column, whatever characters it holds.
 *
 * @param dataset       the dataset.
 * @param selection     the text.
 * @param out_positions where the positions (from 0) are written, as many as fit; may be NULL where capacity
 *                      is 0.
 * @param capacity      room in out_positions; surveystats_dataset_n_columns is always enough.
 * @param out_count     how many columns are meant, also where they do not fit.
 * @param error         may be NULL.
 * @return SURVEYSTATS_OK, INVALID_ARGUMENT or UNKNOWN_COLUMN.
 * @since 0.1.0
 */
surveystats_status surveystats_dataset_select(
    const surveystats_dataset *dataset, const char *selection, int64_t *out_positions, int64_t capacity,
    int64_t *out_count, surveystats_error *error);

/**
 * The questions on satisfaction, found from the answers: the columns whose answers are on a scale of satisfaction,
 * else of agreement or importance. Bare numbers may be anything and are never taken. Reads the data.
 *
 * @param dataset       the dataset.
 * @param run           to watch and cancel the work, or NULL.
 * @param out_positions where the positions (from 0) are written, as many as fit; may be NULL where capacity
 *                      is 0.
 * @param capacity      room in out_positions; surveystats_dataset_n_columns is always enough.
 * @param out_count     how many there are, also where they do not fit; 0 where there are none.
 * @param error         may be NULL.
 * @return SURVEYSTATS_OK, INVALID_ARGUMENT, CANCELLED, SOURCE_CHANGED, IO, LIMIT_EXCEEDED, and what reading may
 *         return.
 * @since 0.1.0
 */
surveystats_status surveystats_dataset_satisfaction_items(
    const surveystats_dataset *dataset, surveystats_run *run, int64_t *out_positions, int64_t capacity,
    int64_t *out_count, surveystats_error *error);

/**
 * The number of notes: what opening the data decided by itself.
 *
 * @param dataset the dataset.
 * @return the number; 0 for NULL.
 * @since 0.1.0
 */
int64_t surveystats_dataset_n_notes(const surveystats_dataset *dataset);

/**
 * A note about how the data was read.
 *
 * @param dataset  the dataset.
 * @param note     its position from 0.
 * @param language SURVEYSTATS_LANGUAGE_….
 * @param out_code a stable name for programs; lives as long as the dataset. May be NULL.
 * @param out_text a sentence for people; lives as long as the dataset. May be NULL.
 * @param error    may be NULL.
 * @return SURVEYSTATS_OK, or INVALID_ARGUMENT where there is no such note or language.
 * @since 0.1.0
 */
surveystats_status surveystats_dataset_note(
    const surveystats_dataset *dataset, int64_t note, int32_t language, const char **out_code,
    const char **out_text, surveystats_error *error);

/**
 * Reads the data once and describes it as JSON: how it was read, and for each column its type, range,
 * answers and missing answers.
 *
 * @param dataset  the dataset.
 * @param run      to watch and cancel the work, or NULL.
 * @param out_text the JSON, to be destroyed by the caller.
 * @param error    may be NULL.
 * @return SURVEYSTATS_OK; INVALID_ARGUMENT, CANCELLED, or what reading may return.
 * @since 0.1.0
 */
surveystats_status surveystats_dataset_describe(
    const surveystats_dataset *dataset, surveystats_run *run, surveystats_text **out_text,
    surveystats_error *error);

/* -------------------------------------------------------------------------------------------- the design */

/** What to do with a stratum of which only one unit was sampled: it has no variance of its own. */
enum {
  SURVEYSTATS_LONELY_PSU_FAIL = 0,      /**< stop and name the stratum */
  SURVEYSTATS_LONELY_PSU_REMOVE = 1,    /**< count its variance as 0 */
  SURVEYSTATS_LONELY_PSU_ADJUST = 2,    /**< centre it at the mean of all units instead of its own */
  SURVEYSTATS_LONELY_PSU_AVERAGE = 3,   /**< give it the average variance of the other strata */
  SURVEYSTATS_LONELY_PSU_CERTAINTY = 4, /**< take it as sampled with certainty: variance 0 */
  SURVEYSTATS_LONELY_PSU_COLLAPSE = 5   /**< merge it with the next stratum in key order */
};

/** What standard errors come from: linearization, or the spread of estimates over replicates of the clusters. */
enum {
  SURVEYSTATS_REPLICATES_NONE = 0,     /**< linearization */
  SURVEYSTATS_REPLICATES_JK1 = 1,      /**< each cluster left out once; no strata */
  SURVEYSTATS_REPLICATES_JKN = 2,      /**< the same stratum by stratum */
  SURVEYSTATS_REPLICATES_BRR = 3,      /**< balanced half samples; exactly two clusters in every stratum */
  SURVEYSTATS_REPLICATES_FAY = 4,      /**< the same, the other half kept with weight fay_rho */
  SURVEYSTATS_REPLICATES_BOOTSTRAP = 5 /**< Rao and Wu's: n − 1 of the n clusters of a stratum drawn with replacement */
};

/** How the answers were sampled. All empty: weight 1, and every row a unit of its own. */
typedef struct surveystats_design_options {
  size_t struct_size;
  /** The column of sampling weights: how many members of the population a row stands for. NULL: none. */
  const char *weights;
  /** The columns of strata, one for each stage. */
  const char *const *strata;
  int64_t n_strata;
  /** The columns of clusters, one for each stage; they count within their stratum. */
  const char *const *cluster;
  int64_t n_cluster;
  /** The columns of finite populations, one for each stage: all ≤ 1 sampling fractions, all ≥ 1 counts.
      Without weights, the weights are N/n. */
  const char *const *fpc;
  int64_t n_fpc;
  /** The size of the whole population of a simple random sample; not with strata, cluster or fpc. 0:
      unknown. */
  double population;
  /** SURVEYSTATS_LONELY_PSU_…. */
  int32_t lonely_psu;
  int32_t reserved;
  /** SURVEYSTATS_REPLICATES_…: what standard errors come from. Replicates are made of the clusters, which the design
      must name; statistics that have none (reliability, validity, summaries, weights fitted to margins) refuse. A note
      of the result (replicates) names their kind and number, and where degrees of freedom come from. */
  int32_t replicate_type;
  /** 1: deviations of replicates are from the estimate; 0: from the mean of the replicates. */
  int32_t mse;
  /** How many a bootstrap draws, 2 … 1000000. 0: 1000. Only for SURVEYSTATS_REPLICATES_BOOTSTRAP. */
  int64_t replicates;
  /** What the draws of a bootstrap begin with, 1 … 2^53; equal seeds give equal results everywhere. 0: 1, which a
      note tells. Only for SURVEYSTATS_REPLICATES_BOOTSTRAP. */
  int64_t seed;
  /** From 0 (half samples) to below 1. Only for SURVEYSTATS_REPLICATES_FAY. */
  double fay_rho;
} surveystats_design_options;

#define SURVEYSTATS_DESIGN_OPTIONS_INIT \
  { sizeof(surveystats_design_options), NULL, NULL, 0, NULL, 0, NULL, 0, 0.0, 0, 0, 0, 0, 0, 0, 0.0 }

/**
 * Fills `options` with the defaults; see surveystats_limits_init.
 *
 * @param options    memory of struct_size bytes.
 * @param struct_size the size of the struct as the caller knows it.
 * @return SURVEYSTATS_OK or SURVEYSTATS_ERROR_INVALID_ARGUMENT.
 * @since 0.1.0
 */
surveystats_status surveystats_design_options_init(surveystats_design_options *options, size_t struct_size);

/**
 * Says how a dataset was sampled. Names are checked now; values (a negative weight, a lonely unit) when an
 * estimate reads them.
 *
 * @param dataset    the dataset; may be destroyed afterwards.
 * @param options    the design, or NULL for weight 1 and no clusters.
 * @param out_design the design, to be destroyed by the caller.
 * @param error      may be NULL.
 * @return SURVEYSTATS_OK; INVALID_ARGUMENT (also for a number of replicates, a seed or a rho that does not go with the
 *         type), UNKNOWN_COLUMN, UNSUPPORTED (several stages), LIMIT_EXCEEDED.
 * @since 0.1.0
 */
surveystats_status surveystats_design_create(
    const surveystats_dataset *dataset, const surveystats_design_options *options,
    surveystats_design **out_design, surveystats_error *error);

/** How weights are fitted to the population. */
enum {
  /** Each category of one variable, or of joint cells, is multiplied up to its count. */
  SURVEYSTATS_WEIGHTING_POSTSTRATIFY = 0,
  /** Iterative proportional fitting to the margins of several variables. */
  SURVEYSTATS_WEIGHTING_RAKE = 1
};

/**
 * A design whose weights fit population counts; standard errors of estimates from it are those of the residuals.
 *
 * The margins are a CSV of variable,category,count; joint cells join columns and answers with ':' (sex:age,
 * F:20-29). Rows without an answer to a margin get weight 0: they stay units of the design and belong to no
 * domain, and a note counts them. The data is read once now and again by each estimate: a long pipe gives
 * SOURCE_CHANGED.
 *
 * @param design     the design, not yet fitted to margins; stays as it is and may be destroyed afterwards.
 * @param method     SURVEYSTATS_WEIGHTING_….
 * @param margins    the file of margins.
 * @param keep_total 1 where the counts are shares: the sum of the weights stays; 0: they are the population's.
 * @param run        to watch and cancel the work, or NULL.
 * @param out_design the fitted design, to be destroyed by the caller.
 * @param error      may be NULL.
 * @return SURVEYSTATS_OK; INVALID_ARGUMENT (also for post-stratification to several variables), UNKNOWN_COLUMN,
 *         MALFORMED_DATA (margins that are none, with row and column), INVALID_DESIGN (a category with nobody in
 *         the sample, an answer without a category, margins that cannot all hold), EMPTY_DATA, UNSUPPORTED (a
 *         design that is fitted already or has replicates), CANCELLED, IO, LIMIT_EXCEEDED, and what reading may return.
 * @since 0.1.0
 */
surveystats_status surveystats_design_weighted(
    const surveystats_design *design, int32_t method, const char *margins, int32_t keep_total,
    surveystats_run *run, surveystats_design **out_design, surveystats_error *error);

/**
 * What fitting did to the weights, as a document: their sum and effective sample size before and after, the range
 * by which they were multiplied, every category in the sample and in the population, and notes.
 *
 * @param design   a design that surveystats_design_weighted made.
 * @param format   SURVEYSTATS_FORMAT_…; JSON has the schema survey-stats/weighting@1, CSV the categories alone.
 * @param language SURVEYSTATS_LANGUAGE_…: changes notes and labels, never names or numbers.
 * @param out_text the document, to be destroyed by the caller.
 * @param error    may be NULL.
 * @return SURVEYSTATS_OK, or INVALID_ARGUMENT, also for a design that is not fitted to margins.
 * @since 0.1.0
 */
surveystats_status surveystats_design_weighting(
    const surveystats_design *design, int32_t format, int32_t language, surveystats_text **out_text,
    surveystats_error *error);

/**
 * The fitted weight of each respondent in the order of the data, 0 without an answer to a margin; a row that
 * stands for several respondents (surveystats_meaning.counts) is there as often. For a file that others estimate
 * from: standard errors from such weights alone take them for fixed, and are too large as a rule. Reads the data
 * once.
 *
 * @param design      a design that surveystats_design_weighted made.
 * @param run         to watch and cancel the work, or NULL.
 * @param out_weights where the weights are written, as many as fit; may be NULL where capacity is 0.
 * @param capacity    room in out_weights.
 * @param out_count   how many there are, also where they do not fit.
 * @param error       may be NULL.
 * @return SURVEYSTATS_OK; INVALID_ARGUMENT, also for a design that is not fitted to margins; CANCELLED,
 *         SOURCE_CHANGED, LIMIT_EXCEEDED, and what reading may return.
 * @since 0.1.0
 */
surveystats_status surveystats_design_weights(
    const surveystats_design *design, surveystats_run *run, double *out_weights, int64_t capacity,
    int64_t *out_count, surveystats_error *error);

/**
 * Destroys a design. Estimates made from it stay usable.
 *
 * @param design may be NULL.
 * @since 0.1.0
 */
void surveystats_design_destroy(surveystats_design *design);

/* ----------------------------------------------------------------------------------------------- the run */

/**
 * Makes a handle on long work: give it to an estimate, and other threads can watch and cancel. It may serve
 * several calls in turn; the counters begin again at each pass over the data.
 *
 * @param out_run the run, to be destroyed by the caller after the calls that use it have returned.
 * @param error   may be NULL.
 * @return SURVEYSTATS_OK, or INVALID_ARGUMENT where out_run is NULL.
 * @since 0.1.0
 */
surveystats_status surveystats_run_create(surveystats_run **out_run, surveystats_error *error);

/**
 * Asks the work to stop, from any thread and any number of times. The working call returns
 * SURVEYSTATS_ERROR_CANCELLED after the next few thousand rows, and so does every later call with this run.
 * Once all rows are read, a call finishes what it computes from their totals.
 *
 * @param run may be NULL.
 * @since 0.1.0
 */
void surveystats_run_cancel(surveystats_run *run);

/**
 * How far the pass over the data is, from any thread.
 *
 * @param run             the run.
 * @param out_rows        rows read in this pass; may be NULL.
 * @param out_bytes       bytes read in this pass, 0 for data in memory; may be NULL.
 * @param out_total_bytes bytes to read in all, 0 where nobody knows (memory, a pipe); may be NULL.
 * @param error           may be NULL.
 * @return SURVEYSTATS_OK, or INVALID_ARGUMENT where run is NULL.
 * @since 0.1.0
 */
surveystats_status surveystats_run_progress(
    const surveystats_run *run, int64_t *out_rows, int64_t *out_bytes, int64_t *out_total_bytes,
    surveystats_error *error);

/**
 * Destroys a run.
 *
 * @param run may be NULL; no call may still be using it.
 * @since 0.1.0
 */
void surveystats_run_destroy(surveystats_run *run);

/* ------------------------------------------------------------------------------------------- estimating */

/** Where intervals take their degrees of freedom from. */
enum {
  SURVEYSTATS_DF_DESIGN = 0, /**< clusters − strata present in the domain */
  SURVEYSTATS_DF_NORMAL = 1, /**< infinite: the normal distribution */
  SURVEYSTATS_DF_FIXED = 2   /**< df_value */
};

/** Whether and against what a design effect is computed. */
enum {
  SURVEYSTATS_DEFF_NONE = 0,
  SURVEYSTATS_DEFF_WITHOUT_REPLACEMENT = 1, /**< Var / [(1 − n/Σw)·s²/n] */
  SURVEYSTATS_DEFF_WITH_REPLACEMENT = 2     /**< Var / (s²/n) */
};

/** Confidence intervals for proportions. */
enum {
  SURVEYSTATS_INTERVAL_LOGIT = 0,
  SURVEYSTATS_INTERVAL_XLOGIT = 1,
  SURVEYSTATS_INTERVAL_WALD = 2,
  SURVEYSTATS_INTERVAL_KORN_GRAUBARD = 3,
  SURVEYSTATS_INTERVAL_BETA = 4,
  SURVEYSTATS_INTERVAL_WILSON = 5,
  SURVEYSTATS_INTERVAL_WILSON_ADJUSTED = 6,
  SURVEYSTATS_INTERVAL_ARCSINE = 7
};

/** What a name in a contrast's expression stands for. */
enum { SURVEYSTATS_CONTRAST_MEAN = 0, SURVEYSTATS_CONTRAST_TOTAL = 1 };

/** The numbers that answers on a scale are reported by. */
enum {
  SURVEYSTATS_SCORE_MEAN = 0,     /**< the mean of the scores */
  SURVEYSTATS_SCORE_OF_MAX = 1,   /**< 100 · mean / highest score */
  SURVEYSTATS_SCORE_OF_RANGE = 2, /**< 100 · (mean − lowest) / (highest − lowest) */
  SURVEYSTATS_SCORE_TOP2 = 3      /**< the share of positive answers, a fraction of 1 */
};

/** Which respondents a top-two share is a share of. */
enum {
  SURVEYSTATS_BASE_VALID = 0, /**< those with a substantive answer */
  SURVEYSTATS_BASE_USERS = 1, /**< all but those whom the question does not concern */
  SURVEYSTATS_BASE_ALL = 2    /**< everybody: no opinion, refusals and blanks count */
};

/** What growth compares. */
enum {
  SURVEYSTATS_GROWTH_MEAN = 0,
  SURVEYSTATS_GROWTH_PROPORTION = 1,
  SURVEYSTATS_GROWTH_TOTAL = 2,
  SURVEYSTATS_GROWTH_TOP2 = 3,          /**< as SURVEYSTATS_SCORE_TOP2 */
  SURVEYSTATS_GROWTH_SCORE_OF_MAX = 4,  /**< as SURVEYSTATS_SCORE_OF_MAX */
  SURVEYSTATS_GROWTH_SCORE_OF_RANGE = 5 /**< as SURVEYSTATS_SCORE_OF_RANGE */
};

/** How the interval of a growth rate is made. */
enum {
  SURVEYSTATS_METHOD_DELTA = 0,  /**< linearization */
  SURVEYSTATS_METHOD_LOG = 1,    /**< from the logarithm of the ratio */
  SURVEYSTATS_METHOD_FIELLER = 2, /**< Fieller's set; without limits and with a note where it is unbounded */
  /** the percentiles of the rate's bootstrap replicates; a design without replicates gets 1000, with seed 1 and a note.
      Differences keep t limits, which a note says (bootstrap_limits). Not in a summary. @since 0.1.0 */
  SURVEYSTATS_METHOD_BOOTSTRAP = 3
};

/** What is asked of a statistic. Options that the statistic does not have must be left at their defaults. */
typedef struct surveystats_request {
  size_t struct_size;
  /** Columns whose combinations of answers are the groups, by their exact names. */
  const char *const *by;
  int64_t n_by;
  /** A condition on rows, "year == 113 && age >= 65"; rows outside stay in the design. NULL: all rows. Names
      that hold more than letters, digits, '.' and '_' stand in backticks; texts in quotes. */
  const char *where;
  /** The answers whose proportions are wanted, also where nobody gave them; for proportions only. NULL: all
      that occur. */
  const surveystats_slice *levels;
  int64_t n_levels;
  /** The confidence level of intervals, between 0 and 1; default 0.95. */
  double confidence;
  /** For SURVEYSTATS_DF_FIXED, greater than 0; otherwise 0. */
  double df_value;
  /** SURVEYSTATS_DF_…. */
  int32_t df;
  /** SURVEYSTATS_DEFF_…; not for contrasts. */
  int32_t deff;
  /** SURVEYSTATS_INTERVAL_…; for proportions and top-two shares only. */
  int32_t interval;
  /** 1 where covariances between the rows are wanted, else 0. */
  int32_t covariance;
} surveystats_request;

#define SURVEYSTATS_REQUEST_INIT \
  { sizeof(surveystats_request), NULL, 0, NULL, NULL, 0, 0.95, 0.0, 0, 0, 0, 0 }

/**
 * Fills `request` with the defaults; see surveystats_limits_init.
 *
 * @param request    memory of struct_size bytes.
 * @param struct_size the size of the struct as the caller knows it.
 * @return SURVEYSTATS_OK or SURVEYSTATS_ERROR_INVALID_ARGUMENT.
 * @since 0.1.0
 */
surveystats_status surveystats_request_init(surveystats_request *request, size_t struct_size);

/**
 * Weighted means Σwy/Σw of numeric columns, with the standard errors of the design and t intervals.
 *
 * Rows come item by item, then group by group. Each item uses its own valid answers.
 *
 * @param design        the design.
 * @param items         the columns, each text read as surveystats_dataset_select does: names, ranges, "*".
 * @param n_items       how many texts; at least 1.
 * @param request       what is asked, or NULL for the defaults.
 * @param run           to watch and cancel the work, or NULL. One that is already cancelled gives CANCELLED.
 * @param out_estimates the estimates, to be destroyed by the caller.
 * @param error         may be NULL.
 * @return SURVEYSTATS_OK; INVALID_ARGUMENT, UNKNOWN_COLUMN, MALFORMED_DATA (a cell that is not a number),
 *         INVALID_DESIGN, LONELY_PSU, EMPTY_DATA, INVALID_EXPRESSION, LIMIT_EXCEEDED, CANCELLED, IO,
 *         BAD_ENCODING, SOURCE_CHANGED, UNSUPPORTED.
 * @since 0.1.0
 */
surveystats_status surveystats_mean(
    const surveystats_design *design, const char *const *items, int64_t n_items,
    const surveystats_request *request, surveystats_run *run, surveystats_estimates **out_estimates,
    surveystats_error *error);

/**
 * Weighted totals Σwy of numeric columns, missing answers counting as nothing; otherwise as surveystats_mean.
 *
 * @param design        the design.
 * @param items         the columns, as in surveystats_mean.
 * @param n_items       how many texts; at least 1.
 * @param request       what is asked, or NULL for the defaults.
 * @param run           to watch and cancel the work, or NULL.
 * @param out_estimates the estimates, to be destroyed by the caller.
 * @param error         may be NULL.
 * @return as surveystats_mean.
 * @since 0.1.0
 */
surveystats_status surveystats_total(
    const surveystats_design *design, const char *const *items, int64_t n_items,
    const surveystats_request *request, surveystats_run *run, surveystats_estimates **out_estimates,
    surveystats_error *error);

/**
 * The share of each answer among the valid answers, as a fraction of 1; one row for each item, group and
 * answer. Columns of text are as good as columns of numbers. Of an item whose cells hold several answers, the share
 * of each option among those who chose any, as in surveystats_frequency.
 *
 * @param design        the design.
 * @param items         the columns, as in surveystats_mean.
 * @param n_items       how many texts; at least 1.
 * @param request       what is asked, with `interval` and `levels`; or NULL for the defaults.
 * @param run           to watch and cancel the work, or NULL.
 * @param out_estimates the estimates, to be destroyed by the caller.
 * @param error         may be NULL.
 * @return as surveystats_mean.
 * @since 0.1.0
 */
surveystats_status surveystats_proportion(
    const surveystats_design *design, const char *const *items, int64_t n_items,
    const surveystats_request *request, surveystats_run *run, surveystats_estimates **out_estimates,
    surveystats_error *error);

/** What a quantile at p is where the distribution jumps or is flat. F(y) is the weighted share of valid answers at or
    below y; rows stand in ascending order of answers, equal ones in the order of their weights; C_k is the sum of the
    weights of the first k rows, w_k the weight of row k, W the sum of all. HF1 to HF9 are the nine definitions of
    Hyndman & Fan, The American Statistician 50 (1996) 361-365, for weighted rows. @since 0.1.0 */
enum {
  SURVEYSTATS_RULE_MATH = 0,   /**< the smallest answer y with F(y) ≥ p */
  SURVEYSTATS_RULE_SCHOOL = 1, /**< the same; where F(y) = p exactly, halfway to the next answer */
  SURVEYSTATS_RULE_HF1 = 2,    /**< as SURVEYSTATS_RULE_MATH */
  SURVEYSTATS_RULE_HF2 = 3,    /**< as SURVEYSTATS_RULE_SCHOOL */
  SURVEYSTATS_RULE_HF3 = 4,    /**< the row k whose C_k is nearest to p·W; of two as near the one of even k */
  SURVEYSTATS_RULE_HF4 = 5,    /**< linear between rows, row k standing at C_k / W */
  SURVEYSTATS_RULE_HF5 = 6,    /**< linear, at (C_k − w_k/2) / W */
  SURVEYSTATS_RULE_HF6 = 7,    /**< linear, at C_k / (W + w_n) */
  SURVEYSTATS_RULE_HF7 = 8,    /**< linear, at (C_k − w_k) / (W − w_n) */
  SURVEYSTATS_RULE_HF8 = 9,    /**< linear, at (C_k − w_k/3) / (W + w_n/3) */
  SURVEYSTATS_RULE_HF9 = 10    /**< linear, at (C_k − 3w_k/8) / (W + w_n/4) */
};

/** Confidence intervals for quantiles. All but SCORE are Woodruff's (JASA 47 (1952) 635-646): an interval for the share
    F(q) at or below the quantile, whose limits the rule turns into answers. @since 0.1.0 */
enum {
  SURVEYSTATS_QUANTILE_MEAN = 0,    /**< F(q) ± t·SE */
  SURVEYSTATS_QUANTILE_BETA = 1,    /**< Korn and Graubard's */
  SURVEYSTATS_QUANTILE_XLOGIT = 2,  /**< on the logit scale */
  SURVEYSTATS_QUANTILE_ARCSINE = 3, /**< on the arcsine scale */
  /** Francisco & Fuller, The Annals of Statistics 19 (1991) 454-469: where |F(y) − p| ≤ t·SE(F(y)) begins and ends. */
  SURVEYSTATS_QUANTILE_SCORE = 4
};

/** Which quantiles, and how they are made. */
typedef struct surveystats_quantile_options {
  size_t struct_size;
  /** What shares of the weighted answers are to lie at or below the quantiles, above 0 and below 1; equal ones are one
      quantile, with one row. NULL: .25, .5, .75. */
  const double *probs;
  int64_t n_probs;
  /** SURVEYSTATS_RULE_…. */
  int32_t rule;
  /** SURVEYSTATS_QUANTILE_…. */
  int32_t interval;
} surveystats_quantile_options;

#define SURVEYSTATS_QUANTILE_OPTIONS_INIT \
  { sizeof(surveystats_quantile_options), NULL, 0, 0, 0 }

/**
 * Fills `options` with the defaults; see surveystats_limits_init.
 *
 * @param options     memory of struct_size bytes.
 * @param struct_size the size of the struct as the caller knows it.
 * @return SURVEYSTATS_OK or SURVEYSTATS_ERROR_INVALID_ARGUMENT.
 * @since 0.1.0
 */
surveystats_status surveystats_quantile_options_init(surveystats_quantile_options *options, size_t struct_size);

/**
 * Weighted quantiles of numeric columns: the median, quartiles and others.
 *
 * Rows come item by item, group by group, in the order of options->probs, each share once; their statistic is "quantile" and their `prob`
 * says which. Estimate, limits and standard error are in the unit of the column. The standard error is the width of the
 * interval over 2t; where the interval reaches beyond the answers a limit and the standard error are NaN, and a note says
 * so. A note names the rule and the interval (quantile_rule), another the columns of so few different answers, such as
 * scales of five points, that quantiles say little of them (quantile_few_values). The data is read once; memory grows with distinct numbers by unit and group, at most 340 bytes a row and item.
 *
 * @param design        the design; without replicates.
 * @param items         the columns, as in surveystats_mean.
 * @param n_items       how many texts; at least 1.
 * @param options       which quantiles; NULL: quartiles by the defaults.
 * @param request       what is asked, without deff, covariance, interval and levels; or NULL for the defaults.
 * @param run           to watch and cancel the work, or NULL.
 * @param out_estimates the estimates, to be destroyed by the caller.
 * @param error         may be NULL.
 * @return as surveystats_mean; UNSUPPORTED for a design with replicates, LIMIT_EXCEEDED where the numbers would pass
 *         the memory limit.
 * @since 0.1.0
 */
surveystats_status surveystats_quantile(
    const surveystats_design *design, const char *const *items, int64_t n_items,
    const surveystats_quantile_options *options, const surveystats_request *request, surveystats_run *run,
    surveystats_estimates **out_estimates, surveystats_error *error);

/**
 * A smooth function of the means (or totals) of columns, with the standard error that their covariances give:
 * "growth = b / a - 1". One row for each group; only rows in which all named columns are valid count.
 *
 * @param design        the design.
 * @param expression    + - * / ^, parentheses, numbers, log, exp, sqrt, abs, and column names (in backticks
 *                      where they hold more than letters, digits, '.' and '_'). `name =` in front names the
 *                      row.
 * @param statistic     SURVEYSTATS_CONTRAST_…: what a column's name stands for.
 * @param request       what is asked, without deff, interval and levels; or NULL for the defaults.
 * @param run           to watch and cancel the work, or NULL.
 * @param out_estimates the estimates, to be destroyed by the caller.
 * @param error         may be NULL.
 * @return as surveystats_mean.
 * @since 0.1.0
 */
surveystats_status surveystats_contrast(
    const surveystats_design *design, const char *expression, int32_t statistic,
    const surveystats_request *request, surveystats_run *run, surveystats_estimates **out_estimates,
    surveystats_error *error);

/**
 * Cronbach's alpha of a scale, raw and standardized, and what each item adds to it; rows in which all items are
 * valid count.
 *
 * Rows: "alpha" and "alpha_standardized" of the scale for each group (term: the items joined by commas), then for
 * each item and group "mean", "std_dev", "item_total_correlation" (with the sum of the other items) and
 * "alpha_if_dropped". Standard errors are those of the design; a plain sample gets Feldt's limits for alpha, and
 * a note says so. A table is read twice: a long pipe gives SOURCE_CHANGED.
 *
 * @param design        the design.
 * @param items         the items, as in surveystats_mean; at least two columns.
 * @param n_items       how many texts; at least 1.
 * @param request       what is asked, without deff, interval and levels; or NULL.
 * @param run           to watch and cancel the work, or NULL.
 * @param out_estimates the estimates, to be destroyed by the caller.
 * @param error         may be NULL.
 * @return as surveystats_mean.
 * @since 0.1.0
 */
surveystats_status surveystats_reliability(
    const surveystats_design *design, const char *const *items, int64_t n_items,
    const surveystats_request *request, surveystats_run *run, surveystats_estimates **out_estimates,
    surveystats_error *error);

/**
 * How satisfied respondents are: means, scores from 0 to 100 and top-two shares of items and constructs.
 *
 * Rows come item by item, kind by kind, group by group. `statistic` is "mean", "score-of-max", "score-of-range" or
 * "top2", and a top-two share names its `base`. Shares have the intervals of proportions, the others t intervals.
 * A construct's score is the mean over respondents of the mean of their answered items.
 *
 * @param design        the design of a dataset whose items have scales; see surveystats_dataset_described.
 * @param items         the columns, as in surveystats_mean; constructs are columns too.
 * @param n_items       how many texts; at least 1.
 * @param kinds         SURVEYSTATS_SCORE_…, each at most once; may be NULL where n_kinds is 0.
 * @param n_kinds       how many; 0: all four in the order of their constants.
 * @param base          SURVEYSTATS_BASE_…, for top-two shares.
 * @param request       what is asked, without levels; interval with top-two shares only; or NULL.
 * @param run           to watch and cancel the work, or NULL.
 * @param out_estimates the estimates, to be destroyed by the caller.
 * @param error         may be NULL.
 * @return as surveystats_mean; INVALID_ARGUMENT also for an item whose scale is not known.
 * @since 0.1.0
 */
surveystats_status surveystats_score(
    const surveystats_design *design, const char *const *items, int64_t n_items, const int32_t *kinds,
    int64_t n_kinds, int32_t base, const surveystats_request *request, surveystats_run *run,
    surveystats_estimates **out_estimates, surveystats_error *error);

/**
 * The frequency table of items: how many gave each answer, and the answer's share.
 *
 * Rows come item by item, group by group, answer by answer: "count" (respondents, unweighted), "proportion" of
 * base "all" (of all respondents; blanks are an answer of their own) and, for substantive answers, "proportion" of
 * base "valid". Where an item's scale is known, its answers stand in the scale's order, also those that nobody
 * gave.
 *
 * @param design        the design.
 * @param items         the columns, as in surveystats_mean.
 * @param n_items       how many texts; at least 1.
 * @param blank         what a blank is called in `level`; NULL: "(blank)".
 * @param request       what is asked, without deff, levels and covariance; or NULL.
 * @param run           to watch and cancel the work, or NULL.
 * @param out_estimates the estimates, to be destroyed by the caller.
 * @param error         may be NULL.
 * @return as surveystats_mean.
 * @since 0.1.0
 */
surveystats_status surveystats_frequency(
    const surveystats_design *design, const char *const *items, int64_t n_items, const char *blank,
    const surveystats_request *request, surveystats_run *run, surveystats_estimates **out_estimates,
    surveystats_error *error);

/** Which periods growth compares. */
typedef struct surveystats_growth_options {
  size_t struct_size;
  /** One table: the column that holds the period. NULL where `prior` is given. */
  const char *period;
  /** One table: the answers of the period column, the earlier first; years are also understood across 民國 and
      common era. With `prior`: labels, or NULL for "prior" and "current". */
  const char *from;
  const char *to;
  /** A column that names the same respondents or units in both periods; NULL: none. Without clusters in the
      design the ids become the clusters. */
  const char *id;
  /** SURVEYSTATS_GROWTH_…. */
  int32_t statistic;
  /** SURVEYSTATS_METHOD_…. */
  int32_t method;
  /** With `prior`: 1 where clusters of equal name are the same clusters. */
  int32_t shared_clusters;
  /** SURVEYSTATS_BASE_…, for SURVEYSTATS_GROWTH_TOP2. */
  int32_t base;
  /** With `prior`: 1 where items are to be compared although their scale changed, which a note then says. Only
      SURVEYSTATS_GROWTH_TOP2 and SURVEYSTATS_GROWTH_SCORE_OF_RANGE can be; 0: such items are an error. */
  int32_t comparable;
  int32_t reserved;
} surveystats_growth_options;

#define SURVEYSTATS_GROWTH_OPTIONS_INIT \
  { sizeof(surveystats_growth_options), NULL, NULL, NULL, NULL, 0, 0, 0, 0, 0, 0 }

/**
 * Fills `options` with the defaults; see surveystats_limits_init.
 *
 * @param options     memory of struct_size bytes.
 * @param struct_size the size of the struct as the caller knows it.
 * @return SURVEYSTATS_OK or SURVEYSTATS_ERROR_INVALID_ARGUMENT.
 * @since 0.1.0
 */
surveystats_status surveystats_growth_options_init(surveystats_growth_options *options, size_t struct_size);

/**
 * Growth between two periods, with the covariance that the design implies.
 *
 * Rows come item by item, group by group (and answer by answer), four each: the estimates of the two periods,
 * their "difference" (later − earlier), and their "growth" (later / earlier − 1). An undefined rate (earlier
 * value 0, a period without answers) is NaN, and a note says why. Two tables are independent samples unless
 * options->id or options->shared_clusters; degrees of freedom then add up.
 *
 * @param design        the design; with `prior` that of the later table.
 * @param prior         the design of the earlier table, or NULL where one table holds both periods.
 * @param items         the columns, as in surveystats_mean.
 * @param n_items       how many texts; at least 1.
 * @param options       which periods; NULL only with `prior`.
 * @param request       what is asked, without deff; levels with proportions only, interval with proportions and
 *                      top-two shares only; or NULL.
 * @param run           to watch and cancel the work, or NULL.
 * @param out_estimates the estimates, to be destroyed by the caller.
 * @param error         may be NULL.
 * @return as surveystats_mean; EMPTY_DATA where a period does not occur; INVALID_ARGUMENT also for an item whose
 *         scale is not known where one is needed, or changed between two tables.
 * @since 0.1.0
 */
surveystats_status surveystats_growth(
    const surveystats_design *design, const surveystats_design *prior, const char *const *items,
    int64_t n_items, const surveystats_growth_options *options, const surveystats_request *request,
    surveystats_run *run, surveystats_estimates **out_estimates, surveystats_error *error);

/* ------------------------------------------------------------------------------------ a whole survey */

/** How respondents were chosen. */
enum {
  SURVEYSTATS_SAMPLING_UNSAID = 0,
  SURVEYSTATS_SAMPLING_CENSUS = 1,
  SURVEYSTATS_SAMPLING_SRS = 2,
  SURVEYSTATS_SAMPLING_SYSTEMATIC = 3,
  SURVEYSTATS_SAMPLING_STRATIFIED = 4,
  SURVEYSTATS_SAMPLING_CLUSTER = 5,
  SURVEYSTATS_SAMPLING_QUOTA = 6,
  SURVEYSTATS_SAMPLING_CONVENIENCE = 7,
  SURVEYSTATS_SAMPLING_VOLUNTARY = 8
};

/** What is known of a survey besides its answers; 0 or NULL where something is not. */
typedef struct surveystats_survey_facts {
  size_t struct_size;
  /** Questionnaires handed out, and those that came back. */
  int64_t issued;
  int64_t returned;
  /** Members of the population. */
  double population;
  /** SURVEYSTATS_SAMPLING_…. */
  int32_t sampling;
  /** 1: a nominal margin of error although respondents were not drawn at random. */
  int32_t nominal_margin;
  /** A CSV file of variable,category,count to compare the sample with; see surveystats_design_weighted. With
      margins_from, any table of the population: a CSV, or an array of JSON objects in a file named .json. */
  const char *margins;
  /** How to count margins out of that table, a text for each variable: "district=site_id/people_total" adds up
      the second column by the answers of the first, "sex=F:female,M:male" adds up a column for each category.
      Rows of totals and counts that are not available are left out. May be NULL where n_margins_from is 0. */
  const char *const *margins_from;
  int64_t n_margins_from;
  /** Which rows of that table count, a condition as in surveystats_request; NULL: all. Only with margins_from. */
  const char *margins_where;
} surveystats_survey_facts;

#define SURVEYSTATS_SURVEY_FACTS_INIT \
  { sizeof(surveystats_survey_facts), 0, 0, 0.0, 0, 0, NULL, NULL, 0, NULL }

/**
 * Fills `facts` with the defaults; see surveystats_limits_init.
 *
 * @param facts       memory of struct_size bytes.
 * @param struct_size the size of the struct as the caller knows it.
 * @return SURVEYSTATS_OK or SURVEYSTATS_ERROR_INVALID_ARGUMENT.
 * @since 0.1.0
 */
surveystats_status surveystats_survey_facts_init(surveystats_survey_facts *facts, size_t struct_size);

/**
 * How many answers a margin of error needs, step by step: "sample_size_srs" = z²p(1 − p)/e², "sample_size_deff",
 * "sample_size_population" = N·n/(N + n − 1), "sample_size_issued", and the whole numbers "sample_size" (valid
 * answers) and "sample_size_to_issue". Steps that were not asked for are left out.
 *
 * @param margin        half the interval's width, a fraction: 0.05 is 5 points.
 * @param proportion    the share expected; 0: one half, the worst case.
 * @param population    members of the population; 0: very many.
 * @param deff          design effect; 0: a simple random sample.
 * @param response_rate share that will answer, up to 1; 0: leave the step out.
 * @param confidence    confidence level; 0: 0.95.
 * @param out_estimates the estimates, to be destroyed by the caller.
 * @param error         may be NULL.
 * @return SURVEYSTATS_OK or INVALID_ARGUMENT.
 * @since 0.1.0
 */
surveystats_status surveystats_sample_size(
    double margin, double proportion, double population, double deff, double response_rate, double confidence,
    surveystats_estimates **out_estimates, surveystats_error *error);

/**
 * Whether a sample can speak for its population.
 *
 * Rows of term "sample": "issued", "returned", "valid", "return_rate", "valid_rate", "valid_of_returned",
 * "effective_n" (Kish) and "margin_of_error" (a fraction; NaN where respondents were not drawn at random, absent
 * for a census; `method` is "srs" or "kish", with "-fpc" behind it where the population's size enters). For each
 * variable of the margins "goodness_of_fit" (`method` "pearson", or "rao-scott" where rows have weights, strata
 * or clusters; `n_missing` counts rows in no category), "effect_size" (Cohen's w), and for each category
 * "sample_share", "population_share", "adjusted_residual" (under a design in its standard errors) and, for a
 * design fitted to margins, "weighted_share".
 *
 * @param design        the design.
 * @param facts         what is known of the survey, or NULL.
 * @param items         columns of which a valid questionnaire answers at least one, as in surveystats_mean; may
 *                      be NULL where n_items is 0.
 * @param n_items       how many texts; 0: every row is valid.
 * @param request       where, confidence and the like, without groups, levels and interval; or NULL.
 * @param run           to watch and cancel the work, or NULL.
 * @param out_estimates the estimates, to be destroyed by the caller.
 * @param error         may be NULL.
 * @return as surveystats_mean; INVALID_ARGUMENT also for facts that cannot be; EMPTY_DATA without a valid answer,
 *         or where no row of the population's table counts anybody; what reading the margins may return.
 * @since 0.1.0
 */
surveystats_status surveystats_validity(
    const surveystats_design *design, const surveystats_survey_facts *facts, const char *const *items,
    int64_t n_items, const surveystats_request *request, surveystats_run *run,
    surveystats_estimates **out_estimates, surveystats_error *error);

/**
 * The whole result of a satisfaction survey: sample, validity, reliability, answers, items, constructs, overall
 * satisfaction, groups and growth, each row with its `section`. surveystats_estimates_render writes it as a page, and
 * as JSON with the page's `sentences`.
 *
 * @param design        the design of a dataset whose items have scales; see surveystats_dataset_described.
 * @param prior         the design of an earlier survey with the same columns, or NULL.
 * @param facts         what is known of the survey, or NULL.
 * @param items         the items, as in surveystats_mean; may be NULL where n_items is 0.
 * @param n_items       how many texts; 0: the items of the codebook's constructs and its overall item; without
 *                      constructs, all columns on a scale.
 * @param options       with `prior`: from, to, id, method and shared_clusters; the rest must be 0; or NULL.
 * @param request       what is asked; `by` splits constructs and overall satisfaction; without levels; or NULL.
 * @param run           to watch and cancel the work, or NULL.
 * @param out_estimates the estimates, to be destroyed by the caller.
 * @param error         may be NULL.
 * @return as surveystats_mean, surveystats_validity, surveystats_reliability and surveystats_growth.
 * @since 0.1.0
 */
surveystats_status surveystats_summary(
    const surveystats_design *design, const surveystats_design *prior, const surveystats_survey_facts *facts,
    const char *const *items, int64_t n_items, const surveystats_growth_options *options,
    const surveystats_request *request, surveystats_run *run, surveystats_estimates **out_estimates,
    surveystats_error *error);

/* -------------------------------------------------------------------------------------------- estimates */

/**
 * Destroys estimates and every string they handed out.
 *
 * @param estimates may be NULL.
 * @since 0.1.0
 */
void surveystats_estimates_destroy(surveystats_estimates *estimates);

/**
 * What was asked: "mean", "total", "proportion", "quantile", "contrast", "growth", "reliability", "score", "frequency",
 * "sample-size", "validity", "summary".
 *
 * @param estimates the estimates.
 * @return the name, which lives as long as the estimates; NULL for NULL.
 * @since 0.1.0
 */
const char *surveystats_estimates_command(const surveystats_estimates *estimates);

/**
 * The confidence level of the intervals.
 *
 * @param estimates the estimates.
 * @return a fraction of 1; NaN for NULL.
 * @since 0.1.0
 */
double surveystats_estimates_confidence(const surveystats_estimates *estimates);

/**
 * The number of rows.
 *
 * @param estimates the estimates.
 * @return the number; 0 for NULL.
 * @since 0.1.0
 */
int64_t surveystats_estimates_n_rows(const surveystats_estimates *estimates);

/** One estimate. Undefined numbers are NaN. Strings live as long as the estimates. */
typedef struct surveystats_row {
  size_t struct_size;
  /** "mean", "total", "proportion", "quantile", "contrast", "difference", "growth"; those of surveystats_reliability,
      surveystats_score and surveystats_frequency. */
  const char *statistic;
  /** The column's name; for a contrast its name, or the expression as typed. */
  const char *term;
  /** The answer, for a proportion; otherwise NULL. */
  const char *level;
  /** How many grouping columns there are; see surveystats_estimates_group. */
  int64_t n_groups;
  /** Unweighted valid answers in the domain. */
  int64_t n;
  /** Rows of the domain without a valid answer. */
  int64_t n_missing;
  /** Sum of the weights of the valid answers. */
  double weighted_n;
  /** In the unit of the column; a proportion is a fraction of 1. */
  double estimate;
  /** In the same unit. */
  double std_error;
  double conf_low;
  double conf_high;
  /** Degrees of freedom of the interval; INFINITY where it is the normal distribution's. */
  double df;
  /** Design effect, where it was asked for; otherwise NaN. */
  double deff;
  /** Standard error over the absolute estimate. */
  double cv;
  /** The period of an estimate that growth compares; otherwise NULL. */
  const char *period;
  /** The periods that a difference or growth compares; otherwise NULL. */
  const char *period_from;
  const char *period_to;
  /** A test's statistic, its second degrees of freedom (the first are df) and its p value; otherwise NaN. */
  double statistic_value;
  double df2;
  double p_value;
  /** How a test or a score was made, where there are several ways; otherwise NULL. */
  const char *method;
  /** Which answers a share is a share of, where there are several: "valid", "users", "all"; otherwise NULL. */
  const char *base;
  /** The part of a summary that the row belongs to: "sample", "validity", "reliability", "frequencies", "items",
      "constructs", "overall", "groups" or "growth"; otherwise NULL. */
  const char *section;
  /** Of a quantile, the share of answers at or below it; otherwise NaN. */
  double prob;
} surveystats_row;

#define SURVEYSTATS_ROW_INIT \
  { sizeof(surveystats_row), NULL, NULL, NULL, 0, 0, 0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, NULL, NULL, \
    NULL, 0.0, 0.0, 0.0, NULL, NULL, NULL, 0.0 }

/**
 * A whole row at once.
 *
 * @param estimates the estimates.
 * @param row       its position from 0.
 * @param out_row   where it is written, as much as struct_size has room for. On failure all but struct_size
 *                  is zero.
 * @param error     may be NULL.
 * @return SURVEYSTATS_OK, or INVALID_ARGUMENT where there is no such row or struct_size is impossible.
 * @since 0.1.0
 */
surveystats_status surveystats_estimates_row(
    const surveystats_estimates *estimates, int64_t row, surveystats_row *out_row, surveystats_error *error);

/** The texts of a row; see surveystats_row. */
enum {
  SURVEYSTATS_TEXT_STATISTIC = 0,
  SURVEYSTATS_TEXT_TERM = 1,
  SURVEYSTATS_TEXT_LEVEL = 2,
  SURVEYSTATS_TEXT_PERIOD = 3,
  SURVEYSTATS_TEXT_PERIOD_FROM = 4,
  SURVEYSTATS_TEXT_PERIOD_TO = 5,
  SURVEYSTATS_TEXT_METHOD = 6,
  SURVEYSTATS_TEXT_BASE = 7,
  SURVEYSTATS_TEXT_SECTION = 8
};

/** The numbers of a row; see surveystats_row. */
enum {
  SURVEYSTATS_NUMBER_ESTIMATE = 0,
  SURVEYSTATS_NUMBER_STD_ERROR = 1,
  SURVEYSTATS_NUMBER_CONF_LOW = 2,
  SURVEYSTATS_NUMBER_CONF_HIGH = 3,
  SURVEYSTATS_NUMBER_DF = 4,
  SURVEYSTATS_NUMBER_DEFF = 5,
  SURVEYSTATS_NUMBER_CV = 6,
  SURVEYSTATS_NUMBER_WEIGHTED_N = 7,
  SURVEYSTATS_NUMBER_STATISTIC_VALUE = 8,
  SURVEYSTATS_NUMBER_DF2 = 9,
  SURVEYSTATS_NUMBER_P_VALUE = 10,
  SURVEYSTATS_NUMBER_PROB = 11
};

/** The counts of a row; see surveystats_row. */
enum { SURVEYSTATS_COUNT_N = 0, SURVEYSTATS_COUNT_N_MISSING = 1, SURVEYSTATS_COUNT_N_GROUPS = 2 };

/**
 * A text of a row, for callers who would rather not mirror a struct.
 *
 * @param estimates the estimates.
 * @param row       its position from 0.
 * @param field     SURVEYSTATS_TEXT_….
 * @param out_text  the text, which lives as long as the estimates; NULL for a level, period, method or base where
 *                  there is none.
 * @param error     may be NULL.
 * @return SURVEYSTATS_OK, or INVALID_ARGUMENT where there is no such row or field.
 * @since 0.1.0
 */
surveystats_status surveystats_estimates_text(
    const surveystats_estimates *estimates, int64_t row, int32_t field, const char **out_text,
    surveystats_error *error);

/**
 * A number of a row.
 *
 * @param estimates  the estimates.
 * @param row        its position from 0.
 * @param field      SURVEYSTATS_NUMBER_….
 * @param out_number the number; NaN where undefined, INFINITY for the df of the normal distribution.
 * @param error      may be NULL.
 * @return SURVEYSTATS_OK, or INVALID_ARGUMENT where there is no such row or field.
 * @since 0.1.0
 */
surveystats_status surveystats_estimates_number(
    const surveystats_estimates *estimates, int64_t row, int32_t field, double *out_number,
    surveystats_error *error);

/**
 * A count of a row.
 *
 * @param estimates the estimates.
 * @param row       its position from 0.
 * @param field     SURVEYSTATS_COUNT_….
 * @param out_count the count.
 * @param error     may be NULL.
 * @return SURVEYSTATS_OK, or INVALID_ARGUMENT where there is no such row or field.
 * @since 0.1.0
 */
surveystats_status surveystats_estimates_count(
    const surveystats_estimates *estimates, int64_t row, int32_t field, int64_t *out_count,
    surveystats_error *error);

/**
 * A grouping column of a row and the row's answer in it, as the data spells it.
 *
 * @param estimates  the estimates.
 * @param row        its position from 0.
 * @param group      the position of the grouping column from 0, in the order of `by`.
 * @param out_column the column's name; lives as long as the estimates. May be NULL.
 * @param out_value  the answer; lives as long as the estimates. May be NULL.
 * @param error      may be NULL.
 * @return SURVEYSTATS_OK, or INVALID_ARGUMENT where there is no such row or group.
 * @since 0.1.0
 */
surveystats_status surveystats_estimates_group(
    const surveystats_estimates *estimates, int64_t row, int64_t group, const char **out_column,
    const char **out_value, surveystats_error *error);

/**
 * Whether covariances are there, because request.covariance asked for them.
 *
 * @param estimates the estimates.
 * @return 1 or 0; 0 for NULL.
 * @since 0.1.0
 */
int32_t surveystats_estimates_has_covariance(const surveystats_estimates *estimates);

/**
 * The covariance of two rows; with row equal to other, the variance of one.
 *
 * @param estimates      the estimates.
 * @param row            position from 0.
 * @param other          position from 0.
 * @param out_covariance the covariance, in the product of the rows' units; NaN where undefined.
 * @param error          may be NULL.
 * @return SURVEYSTATS_OK, or INVALID_ARGUMENT where there is no such row or no covariance was asked for.
 * @since 0.1.0
 */
surveystats_status surveystats_estimates_covariance(
    const surveystats_estimates *estimates, int64_t row, int64_t other, double *out_covariance,
    surveystats_error *error);

/**
 * All covariances at once, row by row.
 *
 * @param estimates  the estimates.
 * @param out_matrix room for n_rows × n_rows numbers.
 * @param capacity   how many numbers out_matrix has room for.
 * @param error      may be NULL.
 * @return SURVEYSTATS_OK, or INVALID_ARGUMENT where the room is too small or no covariance was asked for;
 *         then nothing is written.
 * @since 0.1.0
 */
surveystats_status surveystats_estimates_covariance_matrix(
    const surveystats_estimates *estimates, double *out_matrix, int64_t capacity, surveystats_error *error);

/**
 * The number of notes: decisions that nobody asked for, and why a number is undefined.
 *
 * @param estimates the estimates.
 * @return the number; 0 for NULL.
 * @since 0.1.0
 */
int64_t surveystats_estimates_n_notes(const surveystats_estimates *estimates);

/**
 * A note.
 *
 * @param estimates the estimates.
 * @param note      its position from 0.
 * @param language  SURVEYSTATS_LANGUAGE_….
 * @param out_code  a stable name for programs; lives as long as the estimates. May be NULL.
 * @param out_text  a sentence for people; lives as long as the estimates. May be NULL.
 * @param error     may be NULL.
 * @return SURVEYSTATS_OK, or INVALID_ARGUMENT where there is no such note or language.
 * @since 0.1.0
 */
surveystats_status surveystats_estimates_note(
    const surveystats_estimates *estimates, int64_t note, int32_t language, const char **out_code,
    const char **out_text, surveystats_error *error);

/** The formats of documents; those from SURVEYSTATS_FORMAT_HTML on are for surveystats_evaluation_render alone. */
enum {
  SURVEYSTATS_FORMAT_TEXT = 0,     /**< a table for a terminal */
  SURVEYSTATS_FORMAT_CSV = 1,      /**< one line for each row */
  SURVEYSTATS_FORMAT_JSON = 2,     /**< schema survey-stats/result@1 */
  SURVEYSTATS_FORMAT_MARKDOWN = 3, /**< a table for a document */
  SURVEYSTATS_FORMAT_HTML = 4,     /**< the official report in one file */
  SURVEYSTATS_FORMAT_ODT = 5,      /**< the report as an editable OpenDocument text */
  SURVEYSTATS_FORMAT_ODS = 6       /**< its figures as an OpenDocument spreadsheet */
};

/**
 * The estimates as a document.
 *
 * @param estimates the estimates.
 * @param format    SURVEYSTATS_FORMAT_TEXT, _CSV, _JSON or _MARKDOWN.
 * @param language  SURVEYSTATS_LANGUAGE_…: changes notes and labels, never names or numbers.
 * @param out_text  the document, to be destroyed by the caller.
 * @param error     may be NULL.
 * @return SURVEYSTATS_OK, or INVALID_ARGUMENT.
 * @since 0.1.0
 */
surveystats_status surveystats_estimates_render(
    const surveystats_estimates *estimates, int32_t format, int32_t language, surveystats_text **out_text,
    surveystats_error *error);

/**
 * The rows as an Arrow C stream of one record batch: the columns of the CSV, groups first, texts as utf8, numbers as
 * float64, n and n_missing as int64; null where a value is undefined or does not apply. A grouping column that has a
 * name of ours is called group.name.
 *
 * @param estimates  the estimates; the stream has copies of its own and stays good after they are destroyed.
 * @param out_stream overwritten; released by whoever consumes it. On failure its release is NULL.
 * @param error      may be NULL.
 * @return SURVEYSTATS_OK, or INVALID_ARGUMENT.
 * @since 0.1.0
 */
surveystats_status surveystats_estimates_arrow_stream(
    const surveystats_estimates *estimates, struct ArrowArrayStream *out_stream, surveystats_error *error);

/* ------------------------------------------------------------------------------------------------ plans */

/**
 * Opens a plan file: what an agency promised in a service-quality plan, and from which records it can be seen.
 *
 * YAML or JSON in UTF-8, schema survey-stats/plan@1, as it is or compressed by gzip or Zstandard. Its records are read by surveystats_plan_check and
 * surveystats_plan_evaluate; their paths are relative to the plan file.
 *
 * @param path     the file; "-" is standard input, whose paths start from the current folder.
 * @param out_plan the plan, to be destroyed by the caller.
 * @param error    may be NULL.
 * @return SURVEYSTATS_OK; INVALID_ARGUMENT, IO, BAD_ENCODING, LIMIT_EXCEEDED, MALFORMED_DATA (with line and
 *         column in the message: what stands there, what was expected, and the nearest right word), UNSUPPORTED (an
 *         archive, a workbook, or compressed in another way).
 * @since 0.1.0
 */
surveystats_status surveystats_plan_open(const char *path, surveystats_plan **out_plan, surveystats_error *error);

/**
 * Destroys a plan. Checks and evaluations made from it stay usable.
 *
 * @param plan may be NULL.
 * @since 0.1.0
 */
void surveystats_plan_destroy(surveystats_plan *plan);

/**
 * The plan's id.
 *
 * @param plan the plan.
 * @return the id, which lives as long as the plan; NULL for NULL.
 * @since 0.1.0
 */
const char *surveystats_plan_id(const surveystats_plan *plan);

/**
 * The plan's title.
 *
 * @param plan the plan.
 * @return the title, which lives as long as the plan; NULL for NULL.
 * @since 0.1.0
 */
const char *surveystats_plan_title(const surveystats_plan *plan);

/**
 * The name of the agency whose plan it is.
 *
 * @param plan the plan.
 * @return the name, which lives as long as the plan; NULL for NULL.
 * @since 0.1.0
 */
const char *surveystats_plan_agency(const surveystats_plan *plan);

/**
 * The year of the plan.
 *
 * @param plan the plan.
 * @return the year of the common era (2016 for 105 of the Republic); 0 for NULL.
 * @since 0.1.0
 */
int64_t surveystats_plan_year(const surveystats_plan *plan);

/**
 * The day of the evaluation.
 *
 * @param plan the plan.
 * @return YYYY-MM-DD, which lives as long as the plan; NULL for NULL.
 * @since 0.1.0
 */
const char *surveystats_plan_as_of(const surveystats_plan *plan);

/**
 * The language that the plan wants its report in.
 *
 * @param plan the plan.
 * @return SURVEYSTATS_LANGUAGE_…; SURVEYSTATS_LANGUAGE_EN for NULL.
 * @since 0.1.0
 */
int32_t surveystats_plan_language(const surveystats_plan *plan);

/**
 * The number of indicators.
 *
 * @param plan the plan.
 * @return the number; 0 for NULL.
 * @since 0.1.0
 */
int64_t surveystats_plan_n_indicators(const surveystats_plan *plan);

/**
 * Tries everything that the plan names: files, columns, cells, and every indicator. One call finds all that is
 * wrong; none of it makes the call fail.
 *
 * @param plan      the plan; may be destroyed afterwards.
 * @param run       to watch and cancel the work, or NULL.
 * @param out_check what was found, to be destroyed by the caller.
 * @param error     may be NULL.
 * @return SURVEYSTATS_OK, also where there are problems; INVALID_ARGUMENT, CANCELLED.
 * @since 0.1.0
 */
surveystats_status surveystats_plan_check(
    const surveystats_plan *plan, surveystats_run *run, surveystats_check **out_check, surveystats_error *error);

/**
 * Destroys what a check found.
 *
 * @param check may be NULL.
 * @since 0.1.0
 */
void surveystats_check_destroy(surveystats_check *check);

/**
 * The number of problems.
 *
 * @param check what was found.
 * @return the number, 0 for a sound plan; 0 for NULL.
 * @since 0.1.0
 */
int64_t surveystats_check_n_problems(const surveystats_check *check);

/**
 * A problem.
 *
 * @param check        what was found.
 * @param problem      its position from 0.
 * @param out_line     the line of the plan file, from 1; 0 where the whole plan is meant. May be NULL.
 * @param out_is_error 1 where surveystats_plan_evaluate fails for it, 0 where something only stays without a
 *                     value. May be NULL.
 * @param out_message  what is wrong and what to do, in English; lives as long as `check`. May be NULL.
 * @param error        may be NULL.
 * @return SURVEYSTATS_OK, or INVALID_ARGUMENT where there is no such problem.
 * @since 0.1.0
 */
surveystats_status surveystats_check_problem(
    const surveystats_check *check, int64_t problem, int64_t *out_line, int32_t *out_is_error,
    const char **out_message, surveystats_error *error);

/**
 * Computes every indicator from its records, judges it by its target, and scores it.
 *
 * Only aggregates are in an evaluation: no respondent's or applicant's row.
 *
 * @param plan           the plan; may be destroyed afterwards.
 * @param run            to watch and cancel the work, or NULL.
 * @param out_evaluation the evaluation, to be destroyed by the caller.
 * @param error          may be NULL.
 * @return SURVEYSTATS_OK; INVALID_ARGUMENT, CANCELLED, and what reading a file, column or cell that the plan needs
 *         may return, the message naming the indicator and its line. What has no value is no error: its status is
 *         "no_data" or "undefined".
 * @since 0.1.0
 */
surveystats_status surveystats_plan_evaluate(
    const surveystats_plan *plan, surveystats_run *run, surveystats_evaluation **out_evaluation,
    surveystats_error *error);

/* ------------------------------------------------------------------------------------------ evaluations */

/**
 * Destroys an evaluation and every string it handed out.
 *
 * @param evaluation may be NULL.
 * @since 0.1.0
 */
void surveystats_evaluation_destroy(surveystats_evaluation *evaluation);

/**
 * The confidence level of the intervals; targets are tested one-sided at 1 minus it.
 *
 * @param evaluation the evaluation.
 * @return a fraction of 1; NaN for NULL.
 * @since 0.1.0
 */
double surveystats_evaluation_confidence(const surveystats_evaluation *evaluation);

/** Points of a plan or of one of its nodes. Numbers that there are not are NaN. */
typedef struct surveystats_points {
  size_t struct_size;
  double points;
  double full_points;
  /** Points of what could not be computed, which the rest stands for (or which counted 0, as the plan says). */
  double missing_points;
  /** From the covariance of the indicators that come from samples; NaN where none does. */
  double std_error;
  double conf_low;
  double conf_high;
} surveystats_points;

#define SURVEYSTATS_POINTS_INIT { sizeof(surveystats_points), 0.0, 0.0, 0.0, 0.0, 0.0, 0.0 }

/**
 * The points of the whole plan.
 *
 * @param evaluation the evaluation.
 * @param out_points where they are written, as much as struct_size has room for; all NaN where nothing in the plan
 *                   has points. On failure all but struct_size is zero.
 * @param error      may be NULL.
 * @return SURVEYSTATS_OK, or INVALID_ARGUMENT.
 * @since 0.1.0
 */
surveystats_status surveystats_evaluation_score(
    const surveystats_evaluation *evaluation, surveystats_points *out_points, surveystats_error *error);

/**
 * The number of nodes of the hierarchy, on all floors.
 *
 * @param evaluation the evaluation.
 * @return the number; 0 for NULL.
 * @since 0.1.0
 */
int64_t surveystats_evaluation_n_nodes(const surveystats_evaluation *evaluation);

/** A node of the hierarchy. Undefined numbers are NaN. Strings live as long as the evaluation. */
typedef struct surveystats_node {
  size_t struct_size;
  /** Floors above it: 0 for the top. */
  int64_t depth;
  /** The position of the node that it lies in; -1 for the top. */
  int64_t parent;
  /** As the plan numbers it, or NULL. */
  const char *number;
  const char *label;
  /** The name of its floor, or NULL. */
  const char *level;
  /** Its own indicators, which follow one another from first_indicator on; not those of the nodes below. */
  int64_t first_indicator;
  int64_t n_indicators;
  /** As in surveystats_points; all NaN where the node has none. */
  double points;
  double full_points;
  double missing_points;
  double std_error;
  double conf_low;
  double conf_high;
} surveystats_node;

#define SURVEYSTATS_NODE_INIT \
  { sizeof(surveystats_node), 0, 0, NULL, NULL, NULL, 0, 0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0 }

/**
 * A node. They stand in the plan's order, each before those inside it.
 *
 * @param evaluation the evaluation.
 * @param node       its position from 0.
 * @param out_node   where it is written, as much as struct_size has room for. On failure all but struct_size is
 *                   zero.
 * @param error      may be NULL.
 * @return SURVEYSTATS_OK, or INVALID_ARGUMENT where there is no such node or struct_size is impossible.
 * @since 0.1.0
 */
surveystats_status surveystats_evaluation_node(
    const surveystats_evaluation *evaluation, int64_t node, surveystats_node *out_node, surveystats_error *error);

/**
 * The number of indicators.
 *
 * @param evaluation the evaluation.
 * @return the number; 0 for NULL.
 * @since 0.1.0
 */
int64_t surveystats_evaluation_n_indicators(const surveystats_evaluation *evaluation);

/**
 * What was found of one indicator. Values are in the indicator's unit and full precision; shares and rates are
 * fractions of 1. Undefined numbers are NaN. Strings live as long as the evaluation.
 */
typedef struct surveystats_indicator {
  size_t struct_size;
  const char *id;
  const char *label;
  /** "score", "growth", "share", "count", "frequency", "duration", "overdue", "test", "accuracy", "distribution",
      "checklist", "change", "cost", "rubric", "deadline", "ranking", "reliability", "representativeness",
      "margin_of_error", "validity", "check", "text". */
  const char *kind;
  /** "met", "partly_met", "not_met", "undecided" (the sample cannot tell), "no_target", "no_data",
      "not_applicable", "undefined" (the formula has no value, as growth over zero). */
  const char *status;
  /** Why, where the value alone does not say it: a stable name for programs, and a sentence; else NULL. */
  const char *reason_code;
  const char *reason;
  /** As the plan says it, or NULL. */
  const char *unit;
  /** The target in words, or NULL. */
  const char *target;
  /** Rows of the list of what plans measure, with spaces between them: "4.3 4.4"; empty where there are none. */
  const char *inventory;
  /** The position of the node that it stands in. */
  int64_t node;
  /** The records or answers behind the value. */
  int64_t n;
  double value;
  double numerator;
  double denominator;
  /** Standard error, interval and degrees of freedom, of samples alone; INFINITY is the normal distribution. */
  double std_error;
  double conf_low;
  double conf_high;
  double df;
  /** Of the one-sided test of the target, or of the comparison that the indicator makes. */
  double p_value;
  /** Last year's value of the same, this year's minus that, and the difference over last year's. */
  double previous;
  double difference;
  double growth;
  double growth_low;
  double growth_high;
  /** value / target for a lower bound above 0, target / value for an upper one. */
  double achievement;
  double points;
  double full_points;
  int64_t n_tables;
  int64_t n_notes;
  int64_t n_evidence;
  /** 1 where the value comes from a sample. */
  int32_t is_sample;
  int32_t reserved;
} surveystats_indicator;

#define SURVEYSTATS_INDICATOR_INIT \
  { sizeof(surveystats_indicator), NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 0, 0, 0.0, 0.0, 0.0, 0.0, \
    0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0, 0, 0, 0, 0 }

/**
 * A whole indicator at once, in the plan's order.
 *
 * @param evaluation    the evaluation.
 * @param indicator     its position from 0.
 * @param language      SURVEYSTATS_LANGUAGE_… or SURVEYSTATS_LANGUAGE_OF_PLAN: that of reason and target.
 * @param out_indicator where it is written, as much as struct_size has room for. On failure all but struct_size is
 *                      zero.
 * @param error         may be NULL.
 * @return SURVEYSTATS_OK, or INVALID_ARGUMENT where there is no such indicator or language or struct_size is
 *         impossible.
 * @since 0.1.0
 */
surveystats_status surveystats_evaluation_indicator(
    const surveystats_evaluation *evaluation, int64_t indicator, int32_t language,
    surveystats_indicator *out_indicator, surveystats_error *error);

/**
 * A note of an indicator: what was decided that nobody asked for, and what a reader should know.
 *
 * @param evaluation the evaluation.
 * @param indicator  the indicator's position from 0.
 * @param note       the note's position from 0.
 * @param language   SURVEYSTATS_LANGUAGE_… or SURVEYSTATS_LANGUAGE_OF_PLAN.
 * @param out_code   a stable name for programs; lives as long as the evaluation. May be NULL.
 * @param out_text   a sentence for people; lives as long as the evaluation. May be NULL.
 * @param error      may be NULL.
 * @return SURVEYSTATS_OK, or INVALID_ARGUMENT where there is no such indicator, note or language.
 * @since 0.1.0
 */
surveystats_status surveystats_evaluation_indicator_note(
    const surveystats_evaluation *evaluation, int64_t indicator, int64_t note, int32_t language,
    const char **out_code, const char **out_text, surveystats_error *error);

/**
 * Which records an indicator's value was made of.
 *
 * @param evaluation    the evaluation.
 * @param indicator     the indicator's position from 0.
 * @param evidence      the position from 0 among its n_evidence.
 * @param out_dataset   the id of the dataset in the plan; lives as long as the evaluation. May be NULL.
 * @param out_condition the condition that chose rows, or NULL for all; lives as long as the evaluation. May be NULL.
 * @param out_rows      how many rows. May be NULL.
 * @param error         may be NULL.
 * @return SURVEYSTATS_OK, or INVALID_ARGUMENT where there is no such indicator or evidence.
 * @since 0.1.0
 */
surveystats_status surveystats_evaluation_evidence(
    const surveystats_evaluation *evaluation, int64_t indicator, int64_t evidence, const char **out_dataset,
    const char **out_condition, int64_t *out_rows, surveystats_error *error);

/** A table behind an indicator's value. Strings live as long as the evaluation. */
typedef struct surveystats_table {
  size_t struct_size;
  /** What the rows are: "groups", "periods" (in time order), "cross" (another dimension across), "changes" (before
      and after), "components" (parts of a test), "ranking", "facts", "list". */
  const char *role;
  const char *title;
  int64_t n_rows;
  int64_t n_columns;
  /** What every cell should reach, where the target is the same for all; else NaN. */
  double target;
} surveystats_table;

#define SURVEYSTATS_TABLE_INIT { sizeof(surveystats_table), NULL, NULL, 0, 0, 0.0 }

/**
 * A table of an indicator.
 *
 * @param evaluation the evaluation.
 * @param indicator  the indicator's position from 0.
 * @param table      the table's position from 0.
 * @param language   SURVEYSTATS_LANGUAGE_… or SURVEYSTATS_LANGUAGE_OF_PLAN: that of the title.
 * @param out_table  where it is written, as much as struct_size has room for. On failure all but struct_size is
 *                   zero.
 * @param error      may be NULL.
 * @return SURVEYSTATS_OK, or INVALID_ARGUMENT where there is no such indicator, table or language or struct_size is
 *         impossible.
 * @since 0.1.0
 */
surveystats_status surveystats_evaluation_table(
    const surveystats_evaluation *evaluation, int64_t indicator, int64_t table, int32_t language,
    surveystats_table *out_table, surveystats_error *error);

/** How the numbers of a column are shown. */
enum {
  SURVEYSTATS_COLUMN_TEXT = 0,
  SURVEYSTATS_COLUMN_COUNT = 1,   /**< whole numbers */
  SURVEYSTATS_COLUMN_NUMBER = 2,  /**< with the column's decimals */
  SURVEYSTATS_COLUMN_PERCENT = 3, /**< a fraction of 1, shown as a percentage */
  SURVEYSTATS_COLUMN_GROWTH = 4,  /**< the same with its sign */
  SURVEYSTATS_COLUMN_POINTS = 5   /**< a difference of shares, a fraction shown in percentage points */
};

/**
 * A column of a table of an indicator.
 *
 * @param evaluation   the evaluation.
 * @param indicator    the indicator's position from 0.
 * @param table        the table's position from 0.
 * @param column       the column's position from 0.
 * @param language     SURVEYSTATS_LANGUAGE_… or SURVEYSTATS_LANGUAGE_OF_PLAN.
 * @param out_name     its heading; lives as long as the evaluation. May be NULL.
 * @param out_format   SURVEYSTATS_COLUMN_…. May be NULL.
 * @param out_decimals digits behind the point for SURVEYSTATS_COLUMN_NUMBER, else 0. May be NULL.
 * @param error        may be NULL.
 * @return SURVEYSTATS_OK, or INVALID_ARGUMENT where there is no such indicator, table, column or language.
 * @since 0.1.0
 */
surveystats_status surveystats_evaluation_table_column(
    const surveystats_evaluation *evaluation, int64_t indicator, int64_t table, int64_t column, int32_t language,
    const char **out_name, int32_t *out_format, int32_t *out_decimals, surveystats_error *error);

/** What a cell holds. */
enum {
  SURVEYSTATS_CELL_EMPTY = 0, /**< nothing, such as a quotient over zero */
  SURVEYSTATS_CELL_TEXT = 1,
  SURVEYSTATS_CELL_NUMBER = 2,
  /** Withheld, since too few people stand behind it. */
  SURVEYSTATS_CELL_SUPPRESSED = 3,
  /** Withheld, since a suppressed one would follow from it by subtraction. */
  SURVEYSTATS_CELL_COMPLEMENTARY = 4
};

/** A cell of a table. */
typedef struct surveystats_cell {
  size_t struct_size;
  /** SURVEYSTATS_CELL_…. */
  int32_t kind;
  /** 1 where it misses the target. */
  int32_t is_failing;
  /** 1 where its row sums up the others. */
  int32_t is_total;
  int32_t reserved;
  /** The text of SURVEYSTATS_CELL_TEXT, which lives as long as the evaluation; else NULL. */
  const char *text;
  /** The number of SURVEYSTATS_CELL_NUMBER, in full precision; else NaN. */
  double number;
} surveystats_cell;

#define SURVEYSTATS_CELL_INIT { sizeof(surveystats_cell), 0, 0, 0, 0, NULL, 0.0 }

/**
 * A cell of a table of an indicator.
 *
 * @param evaluation the evaluation.
 * @param indicator  the indicator's position from 0.
 * @param table      the table's position from 0.
 * @param row        the row's position from 0.
 * @param column     the column's position from 0.
 * @param language   SURVEYSTATS_LANGUAGE_…, for texts that are not out of the plan or a file.
 * @param out_cell   where it is written, as much as struct_size has room for. On failure all but struct_size is
 *                   zero.
 * @param error      may be NULL.
 * @return SURVEYSTATS_OK, or INVALID_ARGUMENT where there is no such indicator, table, row, column or language or
 *         struct_size is impossible.
 * @since 0.1.0
 */
surveystats_status surveystats_evaluation_table_cell(
    const surveystats_evaluation *evaluation, int64_t indicator, int64_t table, int64_t row, int64_t column,
    int32_t language, surveystats_cell *out_cell, surveystats_error *error);

/**
 * The number of decisions: cases that plans leave open and that touched a result.
 *
 * @param evaluation the evaluation.
 * @return the number; 0 for NULL.
 * @since 0.1.0
 */
int64_t surveystats_evaluation_n_decisions(const surveystats_evaluation *evaluation);

/** A case that plans leave open and how it was decided. Strings live as long as the evaluation. */
typedef struct surveystats_decision {
  size_t struct_size;
  /** "U1" to "U25". */
  const char *code;
  const char *question;
  const char *choice;
  /** The indicators that it touched; 0 for the plan as a whole. */
  int64_t n_indicators;
  /** 1 where the plan asked for it. */
  int32_t is_stated;
  int32_t reserved;
} surveystats_decision;

#define SURVEYSTATS_DECISION_INIT { sizeof(surveystats_decision), NULL, NULL, NULL, 0, 0, 0 }

/**
 * A decision.
 *
 * @param evaluation   the evaluation.
 * @param decision     its position from 0.
 * @param language     SURVEYSTATS_LANGUAGE_… or SURVEYSTATS_LANGUAGE_OF_PLAN: that of question and choice.
 * @param out_decision where it is written, as much as struct_size has room for. On failure all but struct_size is
 *                     zero.
 * @param error        may be NULL.
 * @return SURVEYSTATS_OK, or INVALID_ARGUMENT where there is no such decision or language or struct_size is
 *         impossible.
 * @since 0.1.0
 */
surveystats_status surveystats_evaluation_decision(
    const surveystats_evaluation *evaluation, int64_t decision, int32_t language,
    surveystats_decision *out_decision, surveystats_error *error);

/**
 * An indicator that a decision touched.
 *
 * @param evaluation the evaluation.
 * @param decision   the decision's position from 0.
 * @param indicator  the position from 0 among its n_indicators.
 * @param out_id     the indicator's id; lives as long as the evaluation.
 * @param error      may be NULL.
 * @return SURVEYSTATS_OK, or INVALID_ARGUMENT where there is no such decision or indicator.
 * @since 0.1.0
 */
surveystats_status surveystats_evaluation_decision_indicator(
    const surveystats_evaluation *evaluation, int64_t decision, int64_t indicator, const char **out_id,
    surveystats_error *error);

/**
 * The number of files that were read.
 *
 * @param evaluation the evaluation.
 * @return the number; 0 for NULL.
 * @since 0.1.0
 */
int64_t surveystats_evaluation_n_datasets(const surveystats_evaluation *evaluation);

/** A file as it was read. Strings live as long as the evaluation. */
typedef struct surveystats_dataset_use {
  size_t struct_size;
  /** The dataset's id and label in the plan; of several files and of last year's they are the same. */
  const char *id;
  const char *label;
  /** The file's name without its folder. */
  const char *file;
  const char *encoding;
  /** SHA-256 of its bytes, 64 hexadecimal digits. */
  const char *sha256;
  /** Rows read. */
  int64_t rows;
  int64_t n_notes;
  /** 1 for last year's records. */
  int32_t is_prior;
  int32_t reserved;
} surveystats_dataset_use;

#define SURVEYSTATS_DATASET_USE_INIT { sizeof(surveystats_dataset_use), NULL, NULL, NULL, NULL, NULL, 0, 0, 0, 0 }

/**
 * A file that was read.
 *
 * @param evaluation the evaluation.
 * @param dataset    its position from 0.
 * @param out_use    where it is written, as much as struct_size has room for. On failure all but struct_size is
 *                   zero.
 * @param error      may be NULL.
 * @return SURVEYSTATS_OK, or INVALID_ARGUMENT where there is no such file or struct_size is impossible.
 * @since 0.1.0
 */
surveystats_status surveystats_evaluation_dataset(
    const surveystats_evaluation *evaluation, int64_t dataset, surveystats_dataset_use *out_use,
    surveystats_error *error);

/**
 * A note about how a file was read.
 *
 * @param evaluation the evaluation.
 * @param dataset    the file's position from 0.
 * @param note       the note's position from 0.
 * @param language   SURVEYSTATS_LANGUAGE_… or SURVEYSTATS_LANGUAGE_OF_PLAN.
 * @param out_code   a stable name for programs; lives as long as the evaluation. May be NULL.
 * @param out_text   a sentence for people; lives as long as the evaluation. May be NULL.
 * @param error      may be NULL.
 * @return SURVEYSTATS_OK, or INVALID_ARGUMENT where there is no such file, note or language.
 * @since 0.1.0
 */
surveystats_status surveystats_evaluation_dataset_note(
    const surveystats_evaluation *evaluation, int64_t dataset, int64_t note, int32_t language,
    const char **out_code, const char **out_text, surveystats_error *error);

/**
 * The number of notes on the plan as a whole.
 *
 * @param evaluation the evaluation.
 * @return the number; 0 for NULL.
 * @since 0.1.0
 */
int64_t surveystats_evaluation_n_notes(const surveystats_evaluation *evaluation);

/**
 * A note on the plan as a whole.
 *
 * @param evaluation the evaluation.
 * @param note       its position from 0.
 * @param language   SURVEYSTATS_LANGUAGE_… or SURVEYSTATS_LANGUAGE_OF_PLAN.
 * @param out_code   a stable name for programs; lives as long as the evaluation. May be NULL.
 * @param out_text   a sentence for people; lives as long as the evaluation. May be NULL.
 * @param error      may be NULL.
 * @return SURVEYSTATS_OK, or INVALID_ARGUMENT where there is no such note or language.
 * @since 0.1.0
 */
surveystats_status surveystats_evaluation_note(
    const surveystats_evaluation *evaluation, int64_t note, int32_t language, const char **out_code,
    const char **out_text, surveystats_error *error);

/**
 * The evaluation as a document.
 *
 * @param evaluation the evaluation.
 * @param format     SURVEYSTATS_FORMAT_…. JSON has the schema survey-stats/evaluation@1, CSV a line for each
 *                   indicator; SURVEYSTATS_FORMAT_ODT and _ODS are packed files, of which
 *                   surveystats_text_length tells the size: their bytes are no text and hold NUL.
 * @param language   SURVEYSTATS_LANGUAGE_… or SURVEYSTATS_LANGUAGE_OF_PLAN: changes sentences and labels, never
 *                   names of fields or numbers.
 * @param out_text   the document, to be destroyed by the caller.
 * @param error      may be NULL.
 * @return SURVEYSTATS_OK, INVALID_ARGUMENT, or LIMIT_EXCEEDED where there is not enough memory to pack it.
 * @since 0.1.0
 */
surveystats_status surveystats_evaluation_render(
    const surveystats_evaluation *evaluation, int32_t format, int32_t language, surveystats_text **out_text,
    surveystats_error *error);

/* ------------------------------------------------------------------------------------------------ states */

/**
 * A state of no rows. States hold exact totals by sampled unit and group, and no respondent's row (a unit of one
 * respondent is that respondent): machines, agencies and days add them up, in any order, to the digits of one reading.
 *
 * A state is used by one thread at a time.
 *
 * @param request_json the statistic and its design, UTF-8 JSON:
 *                     {"statistic": "mean", "items": ["q1"], "by": ["channel"], "where": "year == 113",
 *                      "design": {"weights": "w", "strata": "district", "cluster": "village"}}; docs/state-format.md
 *                     names all members. Items are full column names.
 * @param limits       what the state may ask of this process, or NULL.
 * @param out_state    the state, to be destroyed by the caller.
 * @param error        may be NULL.
 * @return SURVEYSTATS_OK; MALFORMED_DATA with line and column for JSON that is no request; INVALID_ARGUMENT;
 *         INVALID_EXPRESSION; UNSUPPORTED for statistics that read their rows more than once.
 * @since 0.1.0
 */
surveystats_status surveystats_state_create(
    const char *request_json, const surveystats_limits *limits, surveystats_state **out_state,
    surveystats_error *error);

/**
 * Adds the rows of a dataset. After an error the state is as before.
 *
 * @param state   the state.
 * @param dataset the rows; missing codes and scales must be those of the rows before.
 * @param run     to watch and cancel the work, or NULL.
 * @param error   may be NULL.
 * @return as surveystats_mean and the other statistics, as far as they read rows; INVALID_ARGUMENT where missing codes
 *         or scales differ; INVALID_DESIGN where the population sizes of a stratum do.
 * @since 0.1.0
 */
surveystats_status surveystats_state_update(
    surveystats_state *state, const surveystats_dataset *dataset, surveystats_run *run, surveystats_error *error);

/**
 * Adds what another state of the same request holds. After an error the state is as before.
 *
 * @param state the state that grows.
 * @param other another state, which stays as it is.
 * @param error may be NULL.
 * @return SURVEYSTATS_OK; INVALID_ARGUMENT where requests, missing codes or scales differ, or for the state itself;
 *         INVALID_DESIGN where the population sizes of a stratum differ or limits are passed.
 * @since 0.1.0
 */
surveystats_status surveystats_state_merge(
    surveystats_state *state, const surveystats_state *other, surveystats_error *error);

/**
 * The state in bytes, which docs/state-format.md describes: the same for the same totals.
 *
 * @param state     the state.
 * @param out_bytes the bytes, to be destroyed by the caller; surveystats_text_length tells how many, NUL among them.
 * @param error     may be NULL.
 * @return SURVEYSTATS_OK or INVALID_ARGUMENT.
 * @since 0.1.0
 */
surveystats_status surveystats_state_to_bytes(
    const surveystats_state *state, surveystats_text **out_bytes, surveystats_error *error);

/**
 * A state from its bytes, of which nothing is believed.
 *
 * @param bytes     what surveystats_state_to_bytes, `survey-stats fold` or another program wrote, as it is or compressed
 *                  by gzip or Zstandard.
 * @param length    how many.
 * @param limits    what the state may ask of this process, or NULL.
 * @param out_state the state, to be destroyed by the caller.
 * @param error     may be NULL.
 * @return SURVEYSTATS_OK; MALFORMED_DATA for foreign, truncated, damaged and later versions' bytes; UNSUPPORTED for
 *         bytes that are compressed in another way; LIMIT_EXCEEDED; INVALID_ARGUMENT.
 * @since 0.1.0
 */
surveystats_status surveystats_state_from_bytes(
    const void *bytes, int64_t length, const surveystats_limits *limits, surveystats_state **out_state,
    surveystats_error *error);

/**
 * The estimates of all rows added so far, the same as of one reading.
 *
 * @param state         the state.
 * @param out_estimates the estimates, to be destroyed by the caller.
 * @param error         may be NULL.
 * @return as the statistic; EMPTY_DATA for a state of no rows.
 * @since 0.1.0
 */
surveystats_status surveystats_state_result(
    const surveystats_state *state, surveystats_estimates **out_estimates, surveystats_error *error);

/**
 * How many rows were added.
 *
 * @param state the state.
 * @return the number; 0 for NULL.
 * @since 0.1.0
 */
int64_t surveystats_state_row_count(const surveystats_state *state);

/**
 * The request of a state, with every column that it needs: {"request": {…}, "columns": ["q1", "w", …]}.
 *
 * @param state    the state.
 * @param out_json UTF-8 JSON, to be destroyed by the caller.
 * @param error    may be NULL.
 * @return SURVEYSTATS_OK or INVALID_ARGUMENT.
 * @since 0.1.0
 */
surveystats_status surveystats_state_request(
    const surveystats_state *state, surveystats_text **out_json, surveystats_error *error);

/**
 * Destroys a state.
 *
 * @param state the state; NULL is accepted.
 * @since 0.1.0
 */
void surveystats_state_destroy(surveystats_state *state);

/* ------------------------------------------------------------------------------------------------- texts */

/**
 * The bytes of a text.
 *
 * @param text the text.
 * @return NUL-terminated UTF-8, or the bytes of a packed file; lives as long as the text; NULL for NULL.
 * @since 0.1.0
 */
const char *surveystats_text_data(const surveystats_text *text);

/**
 * The length of a text.
 *
 * @param text the text.
 * @return bytes without the NUL at the end; 0 for NULL.
 * @since 0.1.0
 */
int64_t surveystats_text_length(const surveystats_text *text);

/**
 * Destroys a text.
 *
 * @param text may be NULL.
 * @since 0.1.0
 */
void surveystats_text_destroy(surveystats_text *text);

#ifdef __cplusplus
}
#endif

#endif
