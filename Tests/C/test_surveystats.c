/*
 * The C interface from C: what it refuses, what it returns, and that nothing it is given makes it fall.
 *
 * Usage: test_surveystats; exits 0 where everything passed. Run it under valgrind or with -fsanitize=address
 * as well: half of what is tested here is memory.
 */
#include <math.h>
#include <pthread.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <surveystats.h>

/* ------------------------------------------------------------------------------------------- the harness */

static int passed, failed;

#define CHECK(condition) check((condition) != 0, #condition, __func__, __LINE__)

static void check(int holds, const char *what, const char *test, int line) {
  if (holds) {
    passed++;
  } else {
    failed++;
    printf("FAILED %s (line %d): %s\n", test, line, what);
  }
}

#define GIVES(status, call) gives((status), (call), #call, __func__, __LINE__)

static void gives(
    surveystats_status expected, surveystats_status got, const char *what, const char *test, int line) {
  if (expected == got) {
    passed++;
  } else {
    failed++;
    printf(
        "FAILED %s (line %d): %s gives %s, not %s\n", test, line, what, surveystats_status_name(got),
        surveystats_status_name(expected));
  }
}

static int near(double a, double b) { return fabs(a - b) <= 1e-12 * fmax(1, fabs(b)); }

#define INVALID SURVEYSTATS_ERROR_INVALID_ARGUMENT
#define COUNT(array) ((int64_t)(sizeof(array) / sizeof((array)[0])))

/* ------------------------------------------------------------------------------------------------- data */

/* Two strata of two and three rows. */
static const double weights[] = {2, 2, 1, 1, 1};
static const double answers[] = {1, 3, 2, 6, 4};
static const int8_t strata[] = {1, 1, 2, 2, 2};
static const surveystats_slice channels[] = {{"web", 3}, {"app", 3}, {"web", 3}, {NULL, 0}, {"web", 3}};

static surveystats_column column(const char *name, int32_t type, const void *values) {
  surveystats_column made = SURVEYSTATS_COLUMN_INIT;
  made.name = name;
  made.type = type;
  made.values = values;
  return made;
}

static surveystats_dataset *small_dataset(void) {
  surveystats_column columns[4];
  surveystats_dataset *dataset = NULL;
  columns[0] = column("w", SURVEYSTATS_TYPE_FLOAT64, weights);
  columns[1] = column("y", SURVEYSTATS_TYPE_FLOAT64, answers);
  columns[2] = column("s", SURVEYSTATS_TYPE_INT8, strata);
  columns[3] = column("channel", SURVEYSTATS_TYPE_TEXT, channels);
  GIVES(SURVEYSTATS_OK, surveystats_dataset_from_columns(columns, 4, 5, NULL, &dataset, NULL));
  return dataset;
}

static surveystats_design *small_design(void) {
  surveystats_dataset *dataset = small_dataset();
  surveystats_design_options options = SURVEYSTATS_DESIGN_OPTIONS_INIT;
  surveystats_design *design = NULL;
  const char *by_stratum[] = {"s"};
  options.weights = "w";
  options.strata = by_stratum;
  options.n_strata = 1;
  GIVES(SURVEYSTATS_OK, surveystats_design_create(dataset, &options, &design, NULL));
  surveystats_dataset_destroy(dataset);
  return design;
}

static surveystats_dataset *csv(const char *text, const surveystats_dataset_options *options) {
  surveystats_dataset *dataset = NULL;
  GIVES(
      SURVEYSTATS_OK,
      surveystats_dataset_from_csv_bytes(text, (int64_t)strlen(text), options, &dataset, NULL));
  return dataset;
}

static surveystats_design *plain_design(surveystats_dataset *dataset) {
  surveystats_design *design = NULL;
  GIVES(SURVEYSTATS_OK, surveystats_design_create(dataset, NULL, &design, NULL));
  return design;
}

static const char *y_items[] = {"y"};

/* ---------------------------------------------------------------------------------------------- the tests */

static void versions_and_names(void) {
  static const char *names[] = {
      "ok", "invalid_argument", "unknown_column", "io", "malformed_data", "bad_encoding", "invalid_design",
      "lonely_psu", "empty_data", "limit_exceeded", "cancelled", "invalid_expression", "unsupported",
      "source_changed"};
  char version[32];
  CHECK(strcmp(surveystats_version(), SURVEYSTATS_VERSION_STRING) == 0);
  snprintf(
      version, sizeof version, "%d.%d.%d", SURVEYSTATS_VERSION_MAJOR, SURVEYSTATS_VERSION_MINOR,
      SURVEYSTATS_VERSION_PATCH);
  CHECK(strcmp(version, SURVEYSTATS_VERSION_STRING) == 0);
  for (int32_t status = 0; status < COUNT(names); status++) {
    CHECK(strcmp(surveystats_status_name(status), names[status]) == 0);
  }
  CHECK(strcmp(surveystats_status_name(14), "unknown") == 0);
  CHECK(strcmp(surveystats_status_name(INT32_MIN), "unknown") == 0);
}

static void null_handles_are_harmless(void) {
  int64_t count = 7;
  const char *text = "x";
  double number = 7;
  surveystats_row row = SURVEYSTATS_ROW_INIT;
  surveystats_text *rendered = (surveystats_text *)&row;
  surveystats_dataset_destroy(NULL);
  surveystats_design_destroy(NULL);
  surveystats_estimates_destroy(NULL);
  surveystats_run_destroy(NULL);
  surveystats_run_cancel(NULL);
  surveystats_text_destroy(NULL);
  CHECK(surveystats_dataset_n_columns(NULL) == 0);
  CHECK(surveystats_dataset_n_notes(NULL) == 0);
  CHECK(surveystats_estimates_n_rows(NULL) == 0);
  CHECK(surveystats_estimates_n_notes(NULL) == 0);
  CHECK(surveystats_estimates_has_covariance(NULL) == 0);
  CHECK(surveystats_estimates_command(NULL) == NULL);
  CHECK(isnan(surveystats_estimates_confidence(NULL)));
  CHECK(surveystats_text_data(NULL) == NULL);
  CHECK(surveystats_text_length(NULL) == 0);
  GIVES(INVALID, surveystats_dataset_column_name(NULL, 0, &text, NULL));
  CHECK(text == NULL);
  GIVES(INVALID, surveystats_dataset_select(NULL, "*", NULL, 0, &count, NULL));
  GIVES(INVALID, surveystats_dataset_satisfaction_items(NULL, NULL, NULL, 0, &count, NULL));
  CHECK(count == 0);
  GIVES(INVALID, surveystats_dataset_note(NULL, 0, 0, NULL, &text, NULL));
  GIVES(INVALID, surveystats_dataset_describe(NULL, NULL, &rendered, NULL));
  CHECK(rendered == NULL);
  GIVES(INVALID, surveystats_run_create(NULL, NULL));
  GIVES(INVALID, surveystats_run_progress(NULL, &count, NULL, NULL, NULL));
  GIVES(INVALID, surveystats_estimates_row(NULL, 0, &row, NULL));
  GIVES(INVALID, surveystats_estimates_text(NULL, 0, 0, &text, NULL));
  GIVES(INVALID, surveystats_estimates_number(NULL, 0, 0, &number, NULL));
  CHECK(number == 0);
  GIVES(INVALID, surveystats_estimates_count(NULL, 0, 0, &count, NULL));
  GIVES(INVALID, surveystats_estimates_group(NULL, 0, 0, &text, &text, NULL));
  GIVES(INVALID, surveystats_estimates_covariance(NULL, 0, 0, &number, NULL));
  GIVES(INVALID, surveystats_estimates_covariance_matrix(NULL, &number, 1, NULL));
  GIVES(INVALID, surveystats_estimates_note(NULL, 0, 0, &text, &text, NULL));
  GIVES(INVALID, surveystats_estimates_render(NULL, 0, 0, &rendered, NULL));
}

static void null_arguments_are_refused(void) {
  surveystats_dataset *dataset = small_dataset();
  surveystats_design *design = small_design();
  surveystats_dataset *made = dataset;
  surveystats_design *other = design;
  surveystats_estimates *estimates = (surveystats_estimates *)&dataset;
  surveystats_error error = SURVEYSTATS_ERROR_INIT;
  const char *with_null[] = {"y", NULL};
  surveystats_column columns[1];
  GIVES(INVALID, surveystats_dataset_open_csv(NULL, NULL, &made, &error));
  CHECK(made == NULL);
  CHECK(strstr(error.message, "path") != NULL);
  GIVES(INVALID, surveystats_dataset_open_csv("x.csv", NULL, NULL, NULL));
  GIVES(INVALID, surveystats_dataset_from_csv_bytes(NULL, 3, NULL, &made, NULL));
  GIVES(SURVEYSTATS_ERROR_EMPTY_DATA, surveystats_dataset_from_csv_bytes(NULL, 0, NULL, &made, NULL));
  GIVES(INVALID, surveystats_dataset_from_csv_bytes("a\n", 2, NULL, NULL, NULL));
  GIVES(INVALID, surveystats_dataset_from_columns(NULL, 1, 1, NULL, &made, NULL));
  GIVES(INVALID, surveystats_dataset_from_columns(NULL, 0, 0, NULL, &made, NULL));
  columns[0] = column(NULL, SURVEYSTATS_TYPE_FLOAT64, answers);
  GIVES(INVALID, surveystats_dataset_from_columns(columns, 1, 5, NULL, &made, NULL));
  columns[0] = column("y", SURVEYSTATS_TYPE_FLOAT64, NULL);
  GIVES(INVALID, surveystats_dataset_from_columns(columns, 1, 5, NULL, &made, &error));
  CHECK(strstr(error.message, "columns[0].values") != NULL);
  columns[0] = column("y", 0, answers);
  GIVES(INVALID, surveystats_dataset_from_columns(columns, 1, 5, NULL, &made, NULL));
  columns[0] = column("y", SURVEYSTATS_TYPE_FLOAT64, answers);
  GIVES(INVALID, surveystats_dataset_from_columns(columns, 1, 5, NULL, NULL, NULL));
  GIVES(INVALID, surveystats_design_create(NULL, NULL, &other, NULL));
  CHECK(other == NULL);
  GIVES(INVALID, surveystats_design_create(dataset, NULL, NULL, NULL));
  GIVES(INVALID, surveystats_mean(NULL, y_items, 1, NULL, NULL, &estimates, NULL));
  CHECK(estimates == NULL);
  GIVES(INVALID, surveystats_mean(design, NULL, 1, NULL, NULL, &estimates, NULL));
  GIVES(INVALID, surveystats_mean(design, y_items, 0, NULL, NULL, &estimates, NULL));
  GIVES(INVALID, surveystats_mean(design, with_null, 2, NULL, NULL, &estimates, &error));
  CHECK(strcmp(error.message, "items[1] is NULL") == 0);
  GIVES(INVALID, surveystats_mean(design, y_items, 1, NULL, NULL, NULL, NULL));
  GIVES(INVALID, surveystats_total(NULL, y_items, 1, NULL, NULL, &estimates, NULL));
  GIVES(INVALID, surveystats_proportion(NULL, y_items, 1, NULL, NULL, &estimates, NULL));
  GIVES(INVALID, surveystats_contrast(design, NULL, 0, NULL, NULL, &estimates, NULL));
  GIVES(INVALID, surveystats_dataset_describe(dataset, NULL, NULL, NULL));
  GIVES(INVALID, surveystats_dataset_select(dataset, NULL, NULL, 0, NULL, NULL));
  GIVES(INVALID, surveystats_dataset_satisfaction_items(dataset, NULL, NULL, 0, NULL, NULL));
  surveystats_design_destroy(design);
  surveystats_dataset_destroy(dataset);
}

static void lengths_are_checked_before_anything_is_read(void) {
  static const struct {
    int64_t length;
    surveystats_status status;
  } cases[] = {
      {-1, INVALID},
      {INT64_MIN, INVALID},
      {INT64_MAX, SURVEYSTATS_ERROR_LIMIT_EXCEEDED},
      {(int64_t)1 << 47, SURVEYSTATS_ERROR_LIMIT_EXCEEDED},
      {((int64_t)1 << 47) + 1, SURVEYSTATS_ERROR_LIMIT_EXCEEDED},
      {(int64_t)9 << 30, SURVEYSTATS_ERROR_LIMIT_EXCEEDED},
  };
  surveystats_design *design = small_design();
  surveystats_dataset *made = NULL;
  surveystats_dataset *dataset = small_dataset();
  surveystats_design *other = NULL;
  surveystats_estimates *estimates = NULL;
  surveystats_column columns[1];
  columns[0] = column("y", SURVEYSTATS_TYPE_FLOAT64, answers);
  for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
    int64_t length = cases[i].length;
    surveystats_status status = cases[i].status;
    surveystats_request request = SURVEYSTATS_REQUEST_INIT;
    surveystats_design_options options = SURVEYSTATS_DESIGN_OPTIONS_INIT;
    surveystats_column text = column("t", SURVEYSTATS_TYPE_TEXT, channels);
    surveystats_column codes = column("c", SURVEYSTATS_TYPE_CODES, strata);
    surveystats_slice level = {"web", length};
    int64_t position;
    GIVES(status, surveystats_dataset_from_csv_bytes("a\n1\n", length, NULL, &made, NULL));
    GIVES(status, surveystats_dataset_from_columns(columns, length, 5, NULL, &made, NULL));
    GIVES(status, surveystats_dataset_from_columns(columns, 1, length, NULL, &made, NULL));
    GIVES(status, surveystats_dataset_from_columns(&text, 1, length, NULL, &made, NULL));
    codes.labels = channels;
    codes.n_labels = length;
    GIVES(status, surveystats_dataset_from_columns(&codes, 1, 1, NULL, &made, NULL));
    GIVES(status, surveystats_mean(design, y_items, length, NULL, NULL, &estimates, NULL));
    request.by = y_items;
    request.n_by = length;
    GIVES(status, surveystats_mean(design, y_items, 1, &request, NULL, &estimates, NULL));
    request.n_by = 0;
    request.levels = channels;
    request.n_levels = length;
    GIVES(status, surveystats_proportion(design, y_items, 1, &request, NULL, &estimates, NULL));
    request.levels = &level;
    request.n_levels = 1;
    GIVES(status, surveystats_proportion(design, y_items, 1, &request, NULL, &estimates, NULL));
    options.strata = y_items;
    options.n_strata = length;
    GIVES(status, surveystats_design_create(dataset, &options, &other, NULL));
    if (length < 0) {
      GIVES(INVALID, surveystats_dataset_select(dataset, "*", &position, length, &position, NULL));
    }
  }
  CHECK(made == NULL && estimates == NULL && other == NULL);
  surveystats_dataset_destroy(dataset);
  surveystats_design_destroy(design);
}

static void limits_are_kept(void) {
  surveystats_limits limits = SURVEYSTATS_LIMITS_INIT;
  surveystats_dataset_options options = SURVEYSTATS_DATASET_OPTIONS_INIT;
  surveystats_dataset *dataset = NULL;
  surveystats_column columns[2];
  surveystats_error error = SURVEYSTATS_ERROR_INIT;
  options.limits = &limits;
  columns[0] = column("y", SURVEYSTATS_TYPE_FLOAT64, answers);
  columns[1] = column("channel", SURVEYSTATS_TYPE_TEXT, channels);

  limits.columns = 1;
  GIVES(
      SURVEYSTATS_ERROR_LIMIT_EXCEEDED,
      surveystats_dataset_from_columns(columns, 2, 5, &options, &dataset, NULL));
  GIVES(
      SURVEYSTATS_ERROR_LIMIT_EXCEEDED,
      surveystats_dataset_from_csv_bytes("a,b\n1,2\n", 8, &options, &dataset, NULL));
  limits.columns = 0;
  limits.memory_limit = 100;
  GIVES(
      SURVEYSTATS_ERROR_LIMIT_EXCEEDED,
      surveystats_dataset_from_columns(columns, 2, 5, &options, &dataset, &error));
  limits.memory_limit = 0;
  limits.cell_bytes = 2;
  GIVES(
      SURVEYSTATS_ERROR_LIMIT_EXCEEDED,
      surveystats_dataset_from_columns(columns, 2, 5, &options, &dataset, &error));
  CHECK(error.row == 1 && error.column == 2);
  limits.cell_bytes = -1;
  GIVES(INVALID, surveystats_dataset_from_columns(columns, 2, 5, &options, &dataset, NULL));
  limits.cell_bytes = 0;
  limits.expression_depth = 100000;
  GIVES(INVALID, surveystats_dataset_from_columns(columns, 2, 5, &options, &dataset, NULL));
  limits.expression_depth = 3;
  GIVES(SURVEYSTATS_OK, surveystats_dataset_from_columns(columns, 2, 5, &options, &dataset, NULL));
  {
    surveystats_design *design = plain_design(dataset);
    surveystats_estimates *estimates = NULL;
    CHECK(
        surveystats_contrast(design, "((((((y))))))", 0, NULL, NULL, &estimates, NULL) != SURVEYSTATS_OK);
    surveystats_estimates_destroy(estimates);
    surveystats_design_destroy(design);
  }
  surveystats_dataset_destroy(dataset);
  limits.expression_depth = 0;
  limits.levels = 1;
  GIVES(SURVEYSTATS_OK, surveystats_dataset_from_columns(columns, 2, 5, &options, &dataset, NULL));
  {
    surveystats_design *design = plain_design(dataset);
    surveystats_estimates *estimates = NULL;
    GIVES(
        SURVEYSTATS_ERROR_LIMIT_EXCEEDED,
        surveystats_proportion(design, y_items, 1, NULL, NULL, &estimates, NULL));
    surveystats_design_destroy(design);
  }
  surveystats_dataset_destroy(dataset);
}

static void weights_that_no_design_has(void) {
  static const struct {
    double weight;
    surveystats_status status;
  } cases[] = {
      {2.5, SURVEYSTATS_OK}, {0, SURVEYSTATS_OK}, {-1, SURVEYSTATS_ERROR_INVALID_DESIGN},
      {-0.0, SURVEYSTATS_OK},
  };
  surveystats_design_options options = SURVEYSTATS_DESIGN_OPTIONS_INIT;
  options.weights = "w";
  for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
    double w[] = {1, 1, 1, 1, 1};
    surveystats_column columns[2];
    surveystats_dataset *dataset = NULL;
    surveystats_design *design = NULL;
    surveystats_estimates *estimates = NULL;
    w[3] = cases[i].weight;
    columns[0] = column("y", SURVEYSTATS_TYPE_FLOAT64, answers);
    columns[1] = column("w", SURVEYSTATS_TYPE_FLOAT64, w);
    GIVES(SURVEYSTATS_OK, surveystats_dataset_from_columns(columns, 2, 5, NULL, &dataset, NULL));
    GIVES(SURVEYSTATS_OK, surveystats_design_create(dataset, &options, &design, NULL));
    GIVES(cases[i].status, surveystats_mean(design, y_items, 1, NULL, NULL, &estimates, NULL));
    surveystats_estimates_destroy(estimates);
    surveystats_design_destroy(design);
    surveystats_dataset_destroy(dataset);
  }
  {
    static const double impossible[] = {NAN, INFINITY, -INFINITY};
    for (int i = 0; i < 3; i++) {
      double w[] = {1, 1, 1, 1, 1};
      surveystats_column columns[2];
      surveystats_dataset *dataset = NULL;
      surveystats_design *design = NULL;
      surveystats_estimates *estimates = NULL;
      surveystats_error error = SURVEYSTATS_ERROR_INIT;
      w[3] = impossible[i];
      columns[0] = column("y", SURVEYSTATS_TYPE_FLOAT64, answers);
      columns[1] = column("w", SURVEYSTATS_TYPE_FLOAT64, w);
      GIVES(SURVEYSTATS_OK, surveystats_dataset_from_columns(columns, 2, 5, NULL, &dataset, NULL));
      GIVES(SURVEYSTATS_OK, surveystats_design_create(dataset, &options, &design, NULL));
      CHECK(surveystats_mean(design, y_items, 1, NULL, NULL, &estimates, &error) != SURVEYSTATS_OK);
      CHECK(error.row == 4);
      CHECK(estimates == NULL);
      surveystats_design_destroy(design);
      surveystats_dataset_destroy(dataset);
    }
  }
}

static void a_table_without_rows_has_no_answer(void) {
  surveystats_column columns[1];
  surveystats_dataset *dataset = NULL;
  surveystats_design *design = NULL;
  surveystats_estimates *estimates = NULL;
  columns[0] = column("y", SURVEYSTATS_TYPE_FLOAT64, NULL);
  GIVES(SURVEYSTATS_OK, surveystats_dataset_from_columns(columns, 1, 0, NULL, &dataset, NULL));
  design = plain_design(dataset);
  GIVES(SURVEYSTATS_ERROR_EMPTY_DATA, surveystats_mean(design, y_items, 1, NULL, NULL, &estimates, NULL));
  GIVES(
      SURVEYSTATS_ERROR_EMPTY_DATA, surveystats_proportion(design, y_items, 1, NULL, NULL, &estimates, NULL));
  GIVES(SURVEYSTATS_ERROR_EMPTY_DATA, surveystats_contrast(design, "y", 0, NULL, NULL, &estimates, NULL));
  surveystats_design_destroy(design);
  surveystats_dataset_destroy(dataset);
}

static void text_that_is_not_utf8_names_its_argument(void) {
  static const char *bad = "q\xff";
  static const surveystats_slice bad_cells[] = {{"a", 1}, {"\xb4\xfa", 2}};
  static const surveystats_slice nul_cells[] = {{"a", 1}, {"a\0b", 3}};
  surveystats_dataset *dataset = small_dataset();
  surveystats_design *design = small_design();
  surveystats_dataset *made = NULL;
  surveystats_design *other = NULL;
  surveystats_estimates *estimates = NULL;
  surveystats_design_options how = SURVEYSTATS_DESIGN_OPTIONS_INIT;
  surveystats_dataset_options options = SURVEYSTATS_DATASET_OPTIONS_INIT;
  surveystats_request request = SURVEYSTATS_REQUEST_INIT;
  surveystats_error error = SURVEYSTATS_ERROR_INIT;
  surveystats_column columns[1];
  surveystats_slice level = {"\xff", 1};
  int64_t count;
  GIVES(INVALID, surveystats_dataset_open_csv(bad, NULL, &made, &error));
  CHECK(strcmp(error.message, "path is not UTF-8") == 0);
  columns[0] = column(bad, SURVEYSTATS_TYPE_FLOAT64, answers);
  GIVES(INVALID, surveystats_dataset_from_columns(columns, 1, 5, NULL, &made, &error));
  CHECK(strcmp(error.message, "columns[0].name is not UTF-8") == 0);
  options.missing = bad;
  GIVES(INVALID, surveystats_dataset_from_csv_bytes("a\n", 2, &options, &made, &error));
  CHECK(strcmp(error.message, "options.missing is not UTF-8") == 0);
  how.weights = bad;
  GIVES(INVALID, surveystats_design_create(dataset, &how, &other, &error));
  CHECK(strcmp(error.message, "options.weights is not UTF-8") == 0);
  GIVES(INVALID, surveystats_mean(design, &bad, 1, NULL, NULL, &estimates, &error));
  CHECK(strcmp(error.message, "items[0] is not UTF-8") == 0);
  request.where = bad;
  GIVES(INVALID, surveystats_mean(design, y_items, 1, &request, NULL, &estimates, &error));
  CHECK(strcmp(error.message, "request.where is not UTF-8") == 0);
  request.where = NULL;
  request.levels = &level;
  request.n_levels = 1;
  GIVES(
      SURVEYSTATS_ERROR_BAD_ENCODING,
      surveystats_proportion(design, y_items, 1, &request, NULL, &estimates, NULL));
  GIVES(INVALID, surveystats_contrast(design, bad, 0, NULL, NULL, &estimates, &error));
  CHECK(strcmp(error.message, "expression is not UTF-8") == 0);
  GIVES(INVALID, surveystats_dataset_select(dataset, bad, NULL, 0, &count, NULL));
  columns[0] = column("t", SURVEYSTATS_TYPE_TEXT, bad_cells);
  GIVES(
      SURVEYSTATS_ERROR_BAD_ENCODING, surveystats_dataset_from_columns(columns, 1, 2, NULL, &made, &error));
  CHECK(error.row == 2 && error.column == 1);
  columns[0] = column("t", SURVEYSTATS_TYPE_TEXT, nul_cells);
  GIVES(
      SURVEYSTATS_ERROR_MALFORMED_DATA, surveystats_dataset_from_columns(columns, 1, 2, NULL, &made, NULL));
  GIVES(
      SURVEYSTATS_ERROR_BAD_ENCODING,
      surveystats_dataset_from_csv_bytes("a\xff\n1\n", 5, NULL, &made, NULL));
  CHECK(made == NULL && other == NULL && estimates == NULL);
  surveystats_design_destroy(design);
  surveystats_dataset_destroy(dataset);
}

static void unknown_columns_name_the_nearest(void) {
  surveystats_dataset *dataset = small_dataset();
  surveystats_design *design = small_design();
  surveystats_design *other = NULL;
  surveystats_estimates *estimates = NULL;
  surveystats_design_options how = SURVEYSTATS_DESIGN_OPTIONS_INIT;
  surveystats_request request = SURVEYSTATS_REQUEST_INIT;
  surveystats_error error = SURVEYSTATS_ERROR_INIT;
  const char *chanel[] = {"chanel"};
  GIVES(
      SURVEYSTATS_ERROR_UNKNOWN_COLUMN,
      surveystats_proportion(design, chanel, 1, NULL, NULL, &estimates, &error));
  CHECK(strstr(error.message, "'channel'") != NULL);
  CHECK(error.code == SURVEYSTATS_ERROR_UNKNOWN_COLUMN);
  request.by = chanel;
  request.n_by = 1;
  GIVES(
      SURVEYSTATS_ERROR_UNKNOWN_COLUMN,
      surveystats_mean(design, y_items, 1, &request, NULL, &estimates, NULL));
  request.n_by = 0;
  request.where = "chanel == \"web\"";
  GIVES(
      SURVEYSTATS_ERROR_UNKNOWN_COLUMN,
      surveystats_mean(design, y_items, 1, &request, NULL, &estimates, NULL));
  request.where = "y ==";
  GIVES(
      SURVEYSTATS_ERROR_INVALID_EXPRESSION,
      surveystats_mean(design, y_items, 1, &request, NULL, &estimates, NULL));
  GIVES(
      SURVEYSTATS_ERROR_UNKNOWN_COLUMN,
      surveystats_contrast(design, "z / y", 0, NULL, NULL, &estimates, NULL));
  how.cluster = chanel;
  how.n_cluster = 1;
  GIVES(SURVEYSTATS_ERROR_UNKNOWN_COLUMN, surveystats_design_create(dataset, &how, &other, NULL));
  GIVES(
      SURVEYSTATS_ERROR_MALFORMED_DATA,
      surveystats_mean(design, (const char *[]){"channel"}, 1, NULL, NULL, &estimates, NULL));
  surveystats_design_destroy(design);
  surveystats_dataset_destroy(dataset);
}

static void options_that_contradict_are_refused(void) {
  surveystats_design *design = small_design();
  surveystats_dataset *dataset = small_dataset();
  surveystats_estimates *estimates = NULL;
  surveystats_design *other = NULL;
  surveystats_dataset *made = NULL;
  const uint8_t valid[] = {1, 1, 1, 1, 1};
  const char *by_stratum[] = {"s"};
  surveystats_column columns[1];
  for (int i = 0; i < 14; i++) {
    surveystats_request request = SURVEYSTATS_REQUEST_INIT;
    switch (i) {
      case 0: request.df_value = 3; break;
      case 1: request.df = SURVEYSTATS_DF_FIXED; break;
      case 2: request.df = SURVEYSTATS_DF_FIXED; request.df_value = NAN; break;
      case 3: request.df = 3; break;
      case 4: request.df = -1; break;
      case 5: request.deff = 9; break;
      case 6: request.interval = SURVEYSTATS_INTERVAL_WALD; break;
      case 7: request.interval = 8; break;
      case 8: request.covariance = 2; break;
      case 9: request.confidence = 0; break;
      case 10: request.confidence = 1; break;
      case 11: request.confidence = NAN; break;
      case 12: request.levels = channels; request.n_levels = 1; break;
      default: request.n_by = 1;
    }
    GIVES(INVALID, surveystats_mean(design, y_items, 1, &request, NULL, &estimates, NULL));
    CHECK(estimates == NULL);
  }
  {
    surveystats_request request = SURVEYSTATS_REQUEST_INIT;
    request.deff = SURVEYSTATS_DEFF_WITH_REPLACEMENT;
    GIVES(INVALID, surveystats_contrast(design, "y", 0, &request, NULL, &estimates, NULL));
    GIVES(INVALID, surveystats_contrast(design, "y", 2, NULL, NULL, &estimates, NULL));
    request.deff = 0;
    request.levels = channels + 3;
    request.n_levels = 1;
    GIVES(INVALID, surveystats_proportion(design, y_items, 1, &request, NULL, &estimates, NULL));
  }
  for (int i = 0; i < 18; i++) {
    surveystats_design_options options = SURVEYSTATS_DESIGN_OPTIONS_INIT;
    switch (i) {
      case 0: options.population = -1; break;
      case 1: options.population = NAN; break;
      case 2: options.population = INFINITY; break;
      case 3: options.population = 100; options.strata = by_stratum; options.n_strata = 1; break;
      case 4: options.lonely_psu = 6; break;
      case 5: options.replicate_type = 6; break;
      case 6: options.replicate_type = -1; break;
      case 7: options.replicates = 100; break;
      case 8: options.seed = 1; break;
      case 9: options.fay_rho = 0.3; break;
      case 10: options.mse = 1; break;
      case 11: options.replicate_type = SURVEYSTATS_REPLICATES_JKN; options.mse = 2; break;
      case 12: options.replicate_type = SURVEYSTATS_REPLICATES_JKN; options.seed = 1; break;
      case 13: options.replicate_type = SURVEYSTATS_REPLICATES_BRR; options.fay_rho = 0.3; break;
      case 14: options.replicate_type = SURVEYSTATS_REPLICATES_FAY; options.fay_rho = NAN; break;
      case 15: options.replicate_type = SURVEYSTATS_REPLICATES_BOOTSTRAP; options.replicates = 1; break;
      case 16: options.replicate_type = SURVEYSTATS_REPLICATES_BOOTSTRAP; options.seed = INT64_MAX; break;
      default: options.reserved = 1;
    }
    GIVES(INVALID, surveystats_design_create(dataset, &options, &other, NULL));
  }
  columns[0] = column("y", SURVEYSTATS_TYPE_FLOAT64, answers);
  columns[0].validity = valid;
  columns[0].validity_bits = valid;
  GIVES(INVALID, surveystats_dataset_from_columns(columns, 1, 5, NULL, &made, NULL));
  columns[0].validity_bits = NULL;
  columns[0].labels = channels;
  columns[0].n_labels = 1;
  GIVES(INVALID, surveystats_dataset_from_columns(columns, 1, 5, NULL, &made, NULL));
  {
    surveystats_dataset_options options = SURVEYSTATS_DATASET_OPTIONS_INIT;
    surveystats_column twice[2];
    surveystats_column coded = column("c", SURVEYSTATS_TYPE_CODES, (const int32_t[]){0, 7});
    surveystats_error error = SURVEYSTATS_ERROR_INIT;
    twice[0] = twice[1] = column("y", SURVEYSTATS_TYPE_FLOAT64, answers);
    GIVES(INVALID, surveystats_dataset_from_columns(twice, 2, 5, NULL, &made, NULL));
    twice[1] = column("", SURVEYSTATS_TYPE_FLOAT64, answers);
    GIVES(INVALID, surveystats_dataset_from_columns(twice, 2, 5, NULL, &made, NULL));
    options.delimiter = ",";
    GIVES(INVALID, surveystats_dataset_from_columns(twice, 1, 5, &options, &made, NULL));
    options.delimiter = NULL;
    options.header_rows = -2;
    GIVES(INVALID, surveystats_dataset_from_csv_bytes("a\n", 2, &options, &made, NULL));
    options.header_rows = SURVEYSTATS_HEADER_ROWS_AUTO;
    options.name = "n";
    GIVES(INVALID, surveystats_dataset_open_csv("x.csv", &options, &made, NULL));
    options.missing = "nowhere=9";
    GIVES(
        SURVEYSTATS_ERROR_UNKNOWN_COLUMN,
        surveystats_dataset_from_columns(twice, 1, 5, &options, &made, NULL));
    coded.labels = channels;
    coded.n_labels = 2;
    GIVES(
        SURVEYSTATS_ERROR_MALFORMED_DATA,
        surveystats_dataset_from_columns(&coded, 1, 2, NULL, &made, &error));
    CHECK(error.row == 2 && error.column == 1);
  }
  CHECK(other == NULL && made == NULL);
  GIVES(SURVEYSTATS_ERROR_IO, surveystats_dataset_open_csv("/nowhere/x.csv", NULL, &made, NULL));
  surveystats_dataset_destroy(dataset);
  surveystats_design_destroy(design);
}

/* A struct of a later version: what this one knows, and one field more. */
typedef struct {
  surveystats_request known;
  int64_t later;
} later_request;

static void struct_sizes_of_other_versions(void) {
  static const size_t impossible[] = {0, 4, 7, 9, 4104, SIZE_MAX, SIZE_MAX - 7};
  surveystats_design *design = small_design();
  surveystats_estimates *estimates = NULL;
  surveystats_request request = SURVEYSTATS_REQUEST_INIT;
  surveystats_row row = SURVEYSTATS_ROW_INIT;
  later_request later;
  for (size_t i = 0; i < sizeof impossible / sizeof impossible[0]; i++) {
    request.struct_size = impossible[i];
    GIVES(INVALID, surveystats_mean(design, y_items, 1, &request, NULL, &estimates, NULL));
    GIVES(INVALID, surveystats_request_init(&request, impossible[i]));
  }
  GIVES(INVALID, surveystats_request_init(NULL, sizeof request));

  /* A caller who knows only the first field after struct_size gets the defaults, not what lies behind. */
  memset(&request, 0xA5, sizeof request);
  request.struct_size = 8;
  GIVES(SURVEYSTATS_OK, surveystats_mean(design, y_items, 1, &request, NULL, &estimates, NULL));
  CHECK(surveystats_estimates_confidence(estimates) == 0.95);
  for (size_t i = 0; i < sizeof impossible / sizeof impossible[0]; i++) {
    row.struct_size = impossible[i];
    GIVES(INVALID, surveystats_estimates_row(estimates, 0, &row, NULL));
  }
  memset(&row, 0xA5, sizeof row);
  row.struct_size = 16;
  GIVES(SURVEYSTATS_OK, surveystats_estimates_row(estimates, 0, &row, NULL));
  CHECK(row.struct_size == 16 && strcmp(row.statistic, "mean") == 0);
  CHECK(((unsigned char *)&row)[16] == 0xA5);
  surveystats_estimates_destroy(estimates);

  GIVES(SURVEYSTATS_OK, surveystats_request_init(&later.known, sizeof later));
  CHECK(later.known.struct_size == sizeof later && later.later == 0 && later.known.confidence == 0.95);
  GIVES(SURVEYSTATS_OK, surveystats_mean(design, y_items, 1, &later.known, NULL, &estimates, NULL));
  surveystats_estimates_destroy(estimates);
  later.later = 1;
  GIVES(
      SURVEYSTATS_ERROR_UNSUPPORTED,
      surveystats_mean(design, y_items, 1, &later.known, NULL, &estimates, NULL));

  {
    surveystats_limits a = SURVEYSTATS_LIMITS_INIT, b;
    surveystats_dataset_options c = SURVEYSTATS_DATASET_OPTIONS_INIT, d;
    surveystats_design_options e = SURVEYSTATS_DESIGN_OPTIONS_INIT, f;
    surveystats_column g = SURVEYSTATS_COLUMN_INIT, h;
    surveystats_request i = SURVEYSTATS_REQUEST_INIT, j;
    surveystats_meaning k = SURVEYSTATS_MEANING_INIT, l;
    surveystats_growth_options m = SURVEYSTATS_GROWTH_OPTIONS_INIT, n;
    surveystats_survey_facts o = SURVEYSTATS_SURVEY_FACTS_INIT, p;
    surveystats_quantile_options q = SURVEYSTATS_QUANTILE_OPTIONS_INIT, r;
    GIVES(SURVEYSTATS_OK, surveystats_quantile_options_init(&r, sizeof r));
    CHECK(memcmp(&q, &r, sizeof q) == 0);
    GIVES(SURVEYSTATS_OK, surveystats_survey_facts_init(&p, sizeof p));
    CHECK(memcmp(&o, &p, sizeof o) == 0);
    GIVES(SURVEYSTATS_OK, surveystats_meaning_init(&l, sizeof l));
    GIVES(SURVEYSTATS_OK, surveystats_growth_options_init(&n, sizeof n));
    CHECK(memcmp(&k, &l, sizeof k) == 0);
    CHECK(memcmp(&m, &n, sizeof m) == 0);
    GIVES(SURVEYSTATS_OK, surveystats_limits_init(&b, sizeof b));
    GIVES(SURVEYSTATS_OK, surveystats_dataset_options_init(&d, sizeof d));
    GIVES(SURVEYSTATS_OK, surveystats_design_options_init(&f, sizeof f));
    GIVES(SURVEYSTATS_OK, surveystats_column_init(&h, sizeof h));
    GIVES(SURVEYSTATS_OK, surveystats_request_init(&j, sizeof j));
    CHECK(memcmp(&a, &b, sizeof a) == 0);
    CHECK(memcmp(&c, &d, sizeof c) == 0);
    CHECK(memcmp(&e, &f, sizeof e) == 0);
    CHECK(memcmp(&g, &h, sizeof g) == 0);
    CHECK(memcmp(&i, &j, sizeof i) == 0);
  }
  {
    /* Columns of a later version stand further apart. */
    struct {
      surveystats_column known;
      int64_t later;
    } wide[2];
    surveystats_dataset *dataset = NULL;
    memset(wide, 0, sizeof wide);
    wide[0].known = column("y", SURVEYSTATS_TYPE_FLOAT64, answers);
    wide[1].known = column("w", SURVEYSTATS_TYPE_FLOAT64, weights);
    wide[0].known.struct_size = wide[1].known.struct_size = sizeof wide[0];
    GIVES(SURVEYSTATS_OK, surveystats_dataset_from_columns(&wide[0].known, 2, 5, NULL, &dataset, NULL));
    CHECK(surveystats_dataset_n_columns(dataset) == 2);
    surveystats_dataset_destroy(dataset);
    wide[1].known.struct_size = sizeof(surveystats_column);
    GIVES(INVALID, surveystats_dataset_from_columns(&wide[0].known, 2, 5, NULL, &dataset, NULL));
  }
  surveystats_design_destroy(design);
}

static void errors_write_only_what_fits(void) {
  char path[2400];
  surveystats_error full = SURVEYSTATS_ERROR_INIT;
  surveystats_dataset *made = NULL;
  unsigned char bytes[sizeof(surveystats_error) + 64];
  surveystats_error *error = (surveystats_error *)(void *)bytes;
  /* 'x' and 700 characters of three bytes: the cut must not fall inside one. */
  memset(path, 'x', sizeof path);
  for (int i = 0; i < 700; i++) memcpy(path + 1 + 3 * i, "\xe5\x8d\x80", 3);
  path[1 + 3 * 700] = 0;
  GIVES(SURVEYSTATS_ERROR_IO, surveystats_dataset_open_csv(path, NULL, &made, &full));
  CHECK(full.code == SURVEYSTATS_ERROR_IO);
  {
    size_t length = strlen(full.message);
    CHECK(length > 500 && length < 512);
    CHECK((unsigned char)full.message[length - 1] == 0x80 && (unsigned char)full.message[length - 3] == 0xe5);
  }
  for (size_t size = 0; size <= sizeof(surveystats_error) + 64; size++) {
    size_t kept = size < sizeof(surveystats_error) ? size : sizeof(surveystats_error);
    int untouched = 1;
    memset(bytes, 0xA5, sizeof bytes);
    if (size < sizeof(size_t)) kept = sizeof(size_t);
    error->struct_size = size;
    if (surveystats_dataset_open_csv(path, NULL, &made, error) != SURVEYSTATS_ERROR_IO) untouched = 0;
    for (size_t i = kept; i < sizeof bytes; i++) untouched = untouched && bytes[i] == 0xA5;
    if (error->struct_size != size) untouched = 0;
    if (size >= 12 && error->code != SURVEYSTATS_ERROR_IO) untouched = 0;
    if (size > 40) {
      /* Terminated within its room, and whole characters only. */
      const char *end = memchr(error->message, 0, kept - 32);
      if (end == NULL) {
        untouched = 0;
      } else if (end > error->message && (end[-1] & 0x80)) {
        untouched = untouched && (unsigned char)end[-3] == 0xe5;
      }
    }
    CHECK(untouched);
  }
  /* A call that succeeds clears the error. */
  {
    surveystats_run *run = NULL;
    GIVES(SURVEYSTATS_OK, surveystats_run_create(&run, &full));
    CHECK(full.code == 0 && full.message[0] == 0 && full.row == 0);
    surveystats_run_destroy(run);
  }
}

/* Σw(y − m)/W, centred in each stratum: the textbook formula, written once more. */
static double stratified_variance(double mean) {
  double variance = 0;
  for (int stratum = 1; stratum <= 2; stratum++) {
    double sum = 0, squares = 0, n = 0;
    for (int i = 0; i < 5; i++) {
      if (strata[i] == stratum) {
        sum += weights[i] * (answers[i] - mean) / 7;
        n++;
      }
    }
    for (int i = 0; i < 5; i++) {
      if (strata[i] == stratum) {
        double d = weights[i] * (answers[i] - mean) / 7 - sum / n;
        squares += d * d;
      }
    }
    variance += n / (n - 1) * squares;
  }
  return variance;
}

static void a_known_mean_through_every_accessor(void) {
  static const int32_t number_fields[] = {
      SURVEYSTATS_NUMBER_ESTIMATE, SURVEYSTATS_NUMBER_STD_ERROR, SURVEYSTATS_NUMBER_CONF_LOW,
      SURVEYSTATS_NUMBER_CONF_HIGH, SURVEYSTATS_NUMBER_DF, SURVEYSTATS_NUMBER_CV,
      SURVEYSTATS_NUMBER_WEIGHTED_N};
  const double t3 = 3.182446305284263; /* the 0.975 quantile of t with 3 degrees of freedom */
  const double mean = 20.0 / 7;
  const double se = sqrt(stratified_variance(mean));
  const double expected[] = {mean, se, mean - t3 * se, mean + t3 * se, 3, se / mean, 7};
  surveystats_design *design = small_design();
  surveystats_estimates *estimates = NULL;
  surveystats_request request = SURVEYSTATS_REQUEST_INIT;
  surveystats_row row = SURVEYSTATS_ROW_INIT;
  surveystats_error error = SURVEYSTATS_ERROR_INIT;
  const char *text = NULL;
  double number = 0;
  int64_t count = 0;
  request.covariance = 1;
  GIVES(SURVEYSTATS_OK, surveystats_mean(design, y_items, 1, &request, NULL, &estimates, &error));
  CHECK(error.code == SURVEYSTATS_OK);
  CHECK(surveystats_estimates_n_rows(estimates) == 1);
  CHECK(strcmp(surveystats_estimates_command(estimates), "mean") == 0);
  CHECK(surveystats_estimates_confidence(estimates) == 0.95);
  GIVES(SURVEYSTATS_OK, surveystats_estimates_row(estimates, 0, &row, NULL));
  CHECK(strcmp(row.statistic, "mean") == 0);
  CHECK(strcmp(row.term, "y") == 0);
  CHECK(row.level == NULL && row.n_groups == 0 && row.n == 5 && row.n_missing == 0);
  CHECK(near(row.estimate, mean) && near(row.std_error, se));
  CHECK(near(row.conf_low, mean - t3 * se) && near(row.conf_high, mean + t3 * se));
  CHECK(row.df == 3 && row.weighted_n == 7 && near(row.cv, se / mean) && isnan(row.deff));
  for (int i = 0; i < COUNT(number_fields); i++) {
    GIVES(SURVEYSTATS_OK, surveystats_estimates_number(estimates, 0, number_fields[i], &number, NULL));
    CHECK(near(number, expected[i]));
  }
  GIVES(
      SURVEYSTATS_OK, surveystats_estimates_number(estimates, 0, SURVEYSTATS_NUMBER_DEFF, &number, NULL));
  CHECK(isnan(number));
  for (int32_t field = SURVEYSTATS_NUMBER_STATISTIC_VALUE; field <= SURVEYSTATS_NUMBER_P_VALUE; field++) {
    GIVES(SURVEYSTATS_OK, surveystats_estimates_number(estimates, 0, field, &number, NULL));
    CHECK(isnan(number)); /* a mean is no test */
  }
  CHECK(isnan(row.statistic_value) && isnan(row.df2) && isnan(row.p_value));
  CHECK(row.method == NULL && row.base == NULL);
  GIVES(INVALID, surveystats_estimates_number(estimates, 0, 12, &number, NULL));
  GIVES(INVALID, surveystats_estimates_number(estimates, 1, 0, &number, NULL));
  GIVES(INVALID, surveystats_estimates_number(estimates, -1, 0, &number, NULL));
  GIVES(INVALID, surveystats_estimates_number(estimates, 0, 0, NULL, NULL));
  GIVES(SURVEYSTATS_OK, surveystats_estimates_text(estimates, 0, SURVEYSTATS_TEXT_STATISTIC, &text, NULL));
  CHECK(strcmp(text, "mean") == 0);
  GIVES(SURVEYSTATS_OK, surveystats_estimates_text(estimates, 0, SURVEYSTATS_TEXT_TERM, &text, NULL));
  CHECK(strcmp(text, "y") == 0);
  GIVES(SURVEYSTATS_OK, surveystats_estimates_text(estimates, 0, SURVEYSTATS_TEXT_LEVEL, &text, NULL));
  CHECK(text == NULL);
  GIVES(INVALID, surveystats_estimates_text(estimates, 0, 9, &text, NULL));
  GIVES(INVALID, surveystats_estimates_text(estimates, INT64_MAX, 0, &text, NULL));
  GIVES(SURVEYSTATS_OK, surveystats_estimates_count(estimates, 0, SURVEYSTATS_COUNT_N, &count, NULL));
  CHECK(count == 5);
  GIVES(
      SURVEYSTATS_OK, surveystats_estimates_count(estimates, 0, SURVEYSTATS_COUNT_N_MISSING, &count, NULL));
  CHECK(count == 0);
  GIVES(SURVEYSTATS_OK, surveystats_estimates_count(estimates, 0, SURVEYSTATS_COUNT_N_GROUPS, &count, NULL));
  CHECK(count == 0);
  GIVES(INVALID, surveystats_estimates_count(estimates, 0, -1, &count, NULL));
  GIVES(INVALID, surveystats_estimates_group(estimates, 0, 0, &text, NULL, NULL));
  GIVES(INVALID, surveystats_estimates_row(estimates, 1, &row, NULL));
  CHECK(row.term == NULL && row.struct_size == sizeof row);
  CHECK(surveystats_estimates_has_covariance(estimates) == 1);
  GIVES(SURVEYSTATS_OK, surveystats_estimates_covariance(estimates, 0, 0, &number, NULL));
  CHECK(near(number, se * se));
  GIVES(INVALID, surveystats_estimates_covariance(estimates, 0, 1, &number, NULL));
  GIVES(INVALID, surveystats_estimates_covariance_matrix(estimates, &number, 0, NULL));
  GIVES(INVALID, surveystats_estimates_covariance_matrix(estimates, NULL, 1, NULL));
  GIVES(SURVEYSTATS_OK, surveystats_estimates_covariance_matrix(estimates, &number, 1, NULL));
  CHECK(near(number, se * se));
  surveystats_estimates_destroy(estimates);

  request.df = SURVEYSTATS_DF_NORMAL;
  request.confidence = 0.9;
  request.deff = SURVEYSTATS_DEFF_WITH_REPLACEMENT;
  request.covariance = 0;
  GIVES(SURVEYSTATS_OK, surveystats_mean(design, y_items, 1, &request, NULL, &estimates, NULL));
  row.struct_size = sizeof row;
  GIVES(SURVEYSTATS_OK, surveystats_estimates_row(estimates, 0, &row, NULL));
  CHECK(isinf(row.df) && row.deff > 0);
  CHECK(near(row.conf_high, mean + 1.6448536269514722 * se));
  CHECK(surveystats_estimates_has_covariance(estimates) == 0);
  GIVES(INVALID, surveystats_estimates_covariance(estimates, 0, 0, &number, NULL));
  surveystats_estimates_destroy(estimates);

  request.df = SURVEYSTATS_DF_FIXED;
  request.df_value = 3;
  request.confidence = 0.95;
  GIVES(SURVEYSTATS_OK, surveystats_total(design, y_items, 1, &request, NULL, &estimates, NULL));
  GIVES(SURVEYSTATS_OK, surveystats_estimates_row(estimates, 0, &row, NULL));
  CHECK(row.estimate == 20 && row.df == 3 && strcmp(row.statistic, "total") == 0);
  surveystats_estimates_destroy(estimates);

  GIVES(
      SURVEYSTATS_OK,
      surveystats_contrast(
          design, "twice = 2 * y", SURVEYSTATS_CONTRAST_MEAN, NULL, NULL, &estimates, NULL));
  GIVES(SURVEYSTATS_OK, surveystats_estimates_row(estimates, 0, &row, NULL));
  CHECK(strcmp(row.term, "twice") == 0 && near(row.estimate, 2 * mean) && near(row.std_error, 2 * se));
  surveystats_estimates_destroy(estimates);
  GIVES(
      SURVEYSTATS_OK,
      surveystats_contrast(design, "y", SURVEYSTATS_CONTRAST_TOTAL, NULL, NULL, &estimates, NULL));
  GIVES(SURVEYSTATS_OK, surveystats_estimates_row(estimates, 0, &row, NULL));
  CHECK(row.estimate == 20);
  surveystats_estimates_destroy(estimates);
  surveystats_design_destroy(design);
}

static void quantiles_by_share(void) {
  surveystats_dataset *dataset = csv("y,g\n1,a\n2,a\n3,a\n4,a\n5,b\n", NULL);
  surveystats_design *design = plain_design(dataset);
  surveystats_quantile_options options = SURVEYSTATS_QUANTILE_OPTIONS_INIT;
  surveystats_request request = SURVEYSTATS_REQUEST_INIT;
  surveystats_estimates *estimates = NULL;
  surveystats_error error = SURVEYSTATS_ERROR_INIT;
  surveystats_row row = SURVEYSTATS_ROW_INIT;
  const double probs[] = {0.5, 0.9, 0.5, 0.9};
  const char *code = NULL, *text = NULL;
  double number = 0;

  GIVES(INVALID, surveystats_quantile(NULL, y_items, 1, &options, NULL, NULL, &estimates, NULL));
  GIVES(INVALID, surveystats_quantile(design, NULL, 1, &options, NULL, NULL, &estimates, NULL));
  GIVES(INVALID, surveystats_quantile(design, y_items, 1, &options, NULL, NULL, NULL, NULL));
  options.n_probs = 1;
  GIVES(INVALID, surveystats_quantile(design, y_items, 1, &options, NULL, NULL, &estimates, &error));
  CHECK(strstr(error.message, "probs is NULL") != NULL);
  options.probs = probs;
  options.n_probs = -1;
  GIVES(INVALID, surveystats_quantile(design, y_items, 1, &options, NULL, NULL, &estimates, NULL));
  options.n_probs = (int64_t)1 << 47;
  GIVES(
      SURVEYSTATS_ERROR_LIMIT_EXCEEDED,
      surveystats_quantile(design, y_items, 1, &options, NULL, NULL, &estimates, NULL));
  options.n_probs = 0;
  GIVES(INVALID, surveystats_quantile(design, y_items, 1, &options, NULL, NULL, &estimates, NULL));
  options.n_probs = 2;
  options.rule = 11;
  GIVES(INVALID, surveystats_quantile(design, y_items, 1, &options, NULL, NULL, &estimates, NULL));
  options.rule = SURVEYSTATS_RULE_HF7;
  options.interval = 5;
  GIVES(INVALID, surveystats_quantile(design, y_items, 1, &options, NULL, NULL, &estimates, NULL));
  options.interval = SURVEYSTATS_QUANTILE_MEAN;
  request.interval = SURVEYSTATS_INTERVAL_WALD;
  GIVES(INVALID, surveystats_quantile(design, y_items, 1, &options, &request, NULL, &estimates, NULL));
  request.interval = 0;
  request.covariance = 1;
  GIVES(INVALID, surveystats_quantile(design, y_items, 1, &options, &request, NULL, &estimates, NULL));
  options.struct_size = 0;
  GIVES(INVALID, surveystats_quantile(design, y_items, 1, &options, NULL, NULL, &estimates, NULL));
  options.struct_size = sizeof options;
  CHECK(estimates == NULL);

  GIVES(SURVEYSTATS_OK, surveystats_quantile(design, y_items, 1, &options, NULL, NULL, &estimates, NULL));
  CHECK(strcmp(surveystats_estimates_command(estimates), "quantile") == 0);
  CHECK(surveystats_estimates_n_rows(estimates) == 2);
  GIVES(SURVEYSTATS_OK, surveystats_estimates_row(estimates, 1, &row, NULL));
  CHECK(strcmp(row.statistic, "quantile") == 0 && row.prob == 0.9 && fabs(row.estimate - 4.6) < 1e-12);
  GIVES(SURVEYSTATS_OK, surveystats_estimates_note(estimates, 0, SURVEYSTATS_LANGUAGE_EN, &code, &text, NULL));
  CHECK(strcmp(code, "quantile_rule") == 0 && strstr(text, "'hf7'") != NULL);
  GIVES(SURVEYSTATS_OK, surveystats_estimates_number(estimates, 0, SURVEYSTATS_NUMBER_PROB, &number, NULL));
  CHECK(number == 0.5);
  /* Whoever does not know the field does not get it. */
  row.prob = -7;
  row.struct_size = offsetof(surveystats_row, prob);
  GIVES(SURVEYSTATS_OK, surveystats_estimates_row(estimates, 1, &row, NULL));
  CHECK(row.prob == -7);
  surveystats_estimates_destroy(estimates);
  /* Shares that are named again are the same quantiles. */
  options.n_probs = 4;
  GIVES(SURVEYSTATS_OK, surveystats_quantile(design, y_items, 1, &options, NULL, NULL, &estimates, NULL));
  CHECK(surveystats_estimates_n_rows(estimates) == 2);
  surveystats_estimates_destroy(estimates);

  GIVES(SURVEYSTATS_OK, surveystats_quantile(design, y_items, 1, NULL, NULL, NULL, &estimates, NULL));
  CHECK(surveystats_estimates_n_rows(estimates) == 3);
  surveystats_estimates_destroy(estimates);
  GIVES(SURVEYSTATS_OK, surveystats_mean(design, y_items, 1, NULL, NULL, &estimates, NULL));
  GIVES(SURVEYSTATS_OK, surveystats_estimates_number(estimates, 0, SURVEYSTATS_NUMBER_PROB, &number, NULL));
  CHECK(isnan(number));
  surveystats_estimates_destroy(estimates);
  surveystats_design_destroy(design);
  surveystats_dataset_destroy(dataset);
}

static void growth_between_two_periods(void) {
  /* 2 → 3 in the web, nothing → 5 in the app: one rate of 0.5, one that has no base. */
  surveystats_dataset *dataset =
      csv("year,channel,y\n102,web,1\n102,web,3\n103,web,2\n103,web,4\n103,app,5\n103,app,5\n", NULL);
  surveystats_design *design = plain_design(dataset);
  surveystats_growth_options options = SURVEYSTATS_GROWTH_OPTIONS_INIT;
  surveystats_growth_options filled;
  surveystats_request request = SURVEYSTATS_REQUEST_INIT;
  surveystats_estimates *estimates = NULL;
  surveystats_error error = SURVEYSTATS_ERROR_INIT;
  surveystats_row row = SURVEYSTATS_ROW_INIT;
  const char *by[] = {"channel"};
  const char *text = NULL;

  GIVES(SURVEYSTATS_OK, surveystats_growth_options_init(&filled, sizeof filled));
  CHECK(memcmp(&filled, &options, sizeof filled) == 0);
  GIVES(INVALID, surveystats_growth(NULL, NULL, y_items, 1, &options, NULL, NULL, &estimates, &error));
  GIVES(INVALID, surveystats_growth(design, NULL, y_items, 1, NULL, NULL, NULL, &estimates, &error));
  GIVES(INVALID, surveystats_growth(design, NULL, NULL, 1, &options, NULL, NULL, &estimates, &error));
  /* A dataset where a design is meant. */
  GIVES(
      INVALID,
      surveystats_growth(
          design, (const surveystats_design *)dataset, y_items, 1, &options, NULL, NULL, &estimates, &error));
  CHECK(strstr(error.message, "prior") != NULL && strstr(error.message, "another kind") != NULL);
  GIVES(INVALID, surveystats_growth(design, NULL, y_items, -1, &options, NULL, NULL, &estimates, &error));
  GIVES(INVALID, surveystats_growth(design, NULL, y_items, 1, &options, NULL, NULL, NULL, &error));
  options.period = "year";
  options.from = "102";
  GIVES(INVALID, surveystats_growth(design, NULL, y_items, 1, &options, NULL, NULL, &estimates, &error));
  options.to = "2014";
  options.method = 4;
  GIVES(INVALID, surveystats_growth(design, NULL, y_items, 1, &options, NULL, NULL, &estimates, &error));
  options.method = SURVEYSTATS_METHOD_DELTA;
  options.reserved = 1;
  GIVES(INVALID, surveystats_growth(design, NULL, y_items, 1, &options, NULL, NULL, &estimates, &error));
  options.reserved = 0;
  options.struct_size = 0;
  GIVES(INVALID, surveystats_growth(design, NULL, y_items, 1, &options, NULL, NULL, &estimates, &error));
  options.struct_size = sizeof options;
  options.shared_clusters = 1;
  GIVES(INVALID, surveystats_growth(design, NULL, y_items, 1, &options, NULL, NULL, &estimates, &error));
  options.shared_clusters = 0;
  GIVES(INVALID, surveystats_growth(design, design, y_items, 1, &options, NULL, NULL, &estimates, &error));
  options.from = "\xff";
  GIVES(INVALID, surveystats_growth(design, NULL, y_items, 1, &options, NULL, NULL, &estimates, &error));
  options.from = "101";
  GIVES(
      SURVEYSTATS_ERROR_EMPTY_DATA,
      surveystats_growth(design, NULL, y_items, 1, &options, NULL, NULL, &estimates, &error));
  CHECK(strstr(error.message, "'101'") != NULL && strstr(error.message, "'102'") != NULL);
  options.from = "102";
  request.deff = SURVEYSTATS_DEFF_WITH_REPLACEMENT;
  GIVES(INVALID, surveystats_growth(design, NULL, y_items, 1, &options, &request, NULL, &estimates, &error));
  request.deff = SURVEYSTATS_DEFF_NONE;
  request.interval = SURVEYSTATS_INTERVAL_WALD;
  GIVES(INVALID, surveystats_growth(design, NULL, y_items, 1, &options, &request, NULL, &estimates, &error));
  request.interval = SURVEYSTATS_INTERVAL_LOGIT;
  CHECK(estimates == NULL);

  request.by = by;
  request.n_by = 1;
  GIVES(
      SURVEYSTATS_OK,
      surveystats_growth(design, NULL, y_items, 1, &options, &request, NULL, &estimates, &error));
  CHECK(surveystats_estimates_n_rows(estimates) == 8);
  GIVES(SURVEYSTATS_OK, surveystats_estimates_row(estimates, 3, &row, &error));
  CHECK(strcmp(row.statistic, "growth") == 0 && row.period == NULL && isnan(row.estimate));
  GIVES(SURVEYSTATS_OK, surveystats_estimates_row(estimates, 4, &row, &error));
  CHECK(strcmp(row.statistic, "mean") == 0 && strcmp(row.period, "102") == 0 && row.estimate == 2);
  GIVES(SURVEYSTATS_OK, surveystats_estimates_row(estimates, 7, &row, &error));
  CHECK(strcmp(row.period_from, "102") == 0 && strcmp(row.period_to, "103") == 0 && row.estimate == 0.5);
  GIVES(
      SURVEYSTATS_OK, surveystats_estimates_text(estimates, 7, SURVEYSTATS_TEXT_PERIOD_TO, &text, &error));
  CHECK(strcmp(text, "103") == 0);
  CHECK(surveystats_estimates_n_notes(estimates) >= 2); /* the year 2014, the group without a base */
  surveystats_estimates_destroy(estimates);
  surveystats_design_destroy(design);
  surveystats_dataset_destroy(dataset);
}

static void groups_levels_and_notes(void) {
  surveystats_design *design = small_design();
  surveystats_estimates *estimates = NULL;
  surveystats_request request = SURVEYSTATS_REQUEST_INIT;
  surveystats_row row = SURVEYSTATS_ROW_INIT;
  const char *by[] = {"s", "channel"};
  const char *items[] = {"channel"};
  const surveystats_slice levels[] = {{"web", 3}, {"fax", 3}};
  const char *name, *value, *code, *sentence;
  request.by = by;
  request.n_by = 2;
  GIVES(SURVEYSTATS_OK, surveystats_mean(design, y_items, 1, &request, NULL, &estimates, NULL));
  CHECK(surveystats_estimates_n_rows(estimates) == 3);
  GIVES(SURVEYSTATS_OK, surveystats_estimates_row(estimates, 0, &row, NULL));
  CHECK(row.n_groups == 2 && row.n == 1);
  GIVES(SURVEYSTATS_OK, surveystats_estimates_group(estimates, 0, 0, &name, &value, NULL));
  CHECK(strcmp(name, "s") == 0 && strcmp(value, "1") == 0);
  GIVES(SURVEYSTATS_OK, surveystats_estimates_group(estimates, 0, 1, &name, &value, NULL));
  CHECK(strcmp(name, "channel") == 0 && strcmp(value, "app") == 0);
  GIVES(INVALID, surveystats_estimates_group(estimates, 0, 2, &name, &value, NULL));
  CHECK(name == NULL && value == NULL);
  CHECK(surveystats_estimates_n_notes(estimates) >= 1);
  GIVES(
      SURVEYSTATS_OK,
      surveystats_estimates_note(estimates, 0, SURVEYSTATS_LANGUAGE_EN, &code, &sentence, NULL));
  CHECK(code[0] != 0 && sentence[0] != 0);
  GIVES(
      SURVEYSTATS_OK,
      surveystats_estimates_note(estimates, 0, SURVEYSTATS_LANGUAGE_ZH_TW, NULL, &value, NULL));
  CHECK(strcmp(value, sentence) != 0);
  GIVES(INVALID, surveystats_estimates_note(estimates, 0, 2, &code, &sentence, NULL));
  GIVES(INVALID, surveystats_estimates_note(estimates, 99, 0, &code, &sentence, NULL));
  CHECK(code == NULL && sentence == NULL);
  surveystats_estimates_destroy(estimates);

  request.n_by = 0;
  request.levels = levels;
  request.n_levels = 2;
  request.interval = SURVEYSTATS_INTERVAL_WALD;
  request.where = "s in (1, 2)";
  GIVES(SURVEYSTATS_OK, surveystats_proportion(design, items, 1, &request, NULL, &estimates, NULL));
  CHECK(surveystats_estimates_n_rows(estimates) == 2);
  GIVES(SURVEYSTATS_OK, surveystats_estimates_row(estimates, 0, &row, NULL));
  CHECK(strcmp(row.level, "web") == 0 && near(row.estimate, 4.0 / 6) && row.n == 4 && row.n_missing == 1);
  GIVES(SURVEYSTATS_OK, surveystats_estimates_row(estimates, 1, &row, NULL));
  CHECK(strcmp(row.level, "fax") == 0 && row.estimate == 0);
  surveystats_estimates_destroy(estimates);
  surveystats_design_destroy(design);
}

static void every_type_of_column_means_the_same(void) {
  static const double f64[] = {1, 2, NAN, 4};
  static const float f32[] = {1, 2, NAN, 4};
  static const int64_t i64[] = {1, 2, 99, 4};
  static const int32_t i32[] = {1, 2, 99, 4};
  static const int16_t i16[] = {1, 2, 99, 4};
  static const int8_t i8[] = {1, 2, 99, 4};
  static const uint8_t u8[] = {1, 2, 99, 4};
  static const surveystats_slice texts[] = {{" 1", 2}, {"2", 1}, {NULL, 0}, {"4.0", 3}};
  static const surveystats_slice labels[] = {{"2", 1}, {"1", 1}, {NULL, 0}, {"4", 1}};
  static const int32_t codes[] = {1, 0, -1, 3};
  static const int32_t codes_with_label[] = {1, 0, 2, 3};
  static const uint8_t valid[] = {1, 1, 0, 255};
  static const uint8_t bits[] = {0xFB};
  static const struct {
    int32_t type;
    const void *values;
    int validity; /* 0 none, 1 bytes, 2 bits */
    const char *missing;
  } cases[] = {
      {SURVEYSTATS_TYPE_FLOAT64, f64, 0, NULL}, {SURVEYSTATS_TYPE_FLOAT32, f32, 0, NULL},
      {SURVEYSTATS_TYPE_INT64, i64, 1, NULL},   {SURVEYSTATS_TYPE_INT32, i32, 2, NULL},
      {SURVEYSTATS_TYPE_INT16, i16, 1, NULL},   {SURVEYSTATS_TYPE_INT8, i8, 2, NULL},
      {SURVEYSTATS_TYPE_UINT8, u8, 1, NULL},    {SURVEYSTATS_TYPE_INT32, i32, 0, "99"},
      {SURVEYSTATS_TYPE_UINT8, u8, 0, "y=99"},  {SURVEYSTATS_TYPE_TEXT, texts, 0, NULL},
      {SURVEYSTATS_TYPE_CODES, codes, 0, NULL}, {SURVEYSTATS_TYPE_CODES, codes_with_label, 0, NULL},
  };
  for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
    surveystats_column made = column("y", cases[i].type, cases[i].values);
    surveystats_dataset_options options = SURVEYSTATS_DATASET_OPTIONS_INIT;
    surveystats_dataset *dataset = NULL;
    surveystats_design *design = NULL;
    surveystats_estimates *estimates = NULL;
    surveystats_row row = SURVEYSTATS_ROW_INIT;
    if (cases[i].validity == 1) made.validity = valid;
    if (cases[i].validity == 2) made.validity_bits = bits;
    if (cases[i].type == SURVEYSTATS_TYPE_CODES) {
      made.labels = labels;
      made.n_labels = 4;
    }
    options.missing = cases[i].missing;
    GIVES(SURVEYSTATS_OK, surveystats_dataset_from_columns(&made, 1, 4, &options, &dataset, NULL));
    design = plain_design(dataset);
    GIVES(SURVEYSTATS_OK, surveystats_mean(design, y_items, 1, NULL, NULL, &estimates, NULL));
    GIVES(SURVEYSTATS_OK, surveystats_estimates_row(estimates, 0, &row, NULL));
    CHECK(near(row.estimate, 7.0 / 3) && row.n == 3 && row.n_missing == 1);
    surveystats_estimates_destroy(estimates);
    surveystats_design_destroy(design);
    surveystats_dataset_destroy(dataset);
  }
  {
    /* Truth is any byte but 0; identifiers of 64 bits stay apart. */
    static const uint8_t truth[] = {0, 1, 2, 255};
    static const int64_t ids[] = {INT64_MAX, INT64_MAX - 1, INT64_MAX, INT64_MIN};
    surveystats_column columns[2];
    surveystats_dataset *dataset = NULL;
    surveystats_design *design = NULL;
    surveystats_estimates *estimates = NULL;
    surveystats_row row = SURVEYSTATS_ROW_INIT;
    const char *id_item[] = {"id"};
    columns[0] = column("y", SURVEYSTATS_TYPE_BOOL, truth);
    columns[1] = column("id", SURVEYSTATS_TYPE_INT64, ids);
    GIVES(SURVEYSTATS_OK, surveystats_dataset_from_columns(columns, 2, 4, NULL, &dataset, NULL));
    design = plain_design(dataset);
    GIVES(SURVEYSTATS_OK, surveystats_mean(design, y_items, 1, NULL, NULL, &estimates, NULL));
    GIVES(SURVEYSTATS_OK, surveystats_estimates_row(estimates, 0, &row, NULL));
    CHECK(row.estimate == 0.75);
    surveystats_estimates_destroy(estimates);
    GIVES(SURVEYSTATS_OK, surveystats_proportion(design, id_item, 1, NULL, NULL, &estimates, NULL));
    CHECK(surveystats_estimates_n_rows(estimates) == 3);
    surveystats_estimates_destroy(estimates);
    surveystats_design_destroy(design);
    surveystats_dataset_destroy(dataset);
  }
}

static void files_selections_and_documents(void) {
  const char *text = "q1,q2,\"a,b\",q10\n1,9,x,2\n3,4,y,\n";
  surveystats_dataset_options options = SURVEYSTATS_DATASET_OPTIONS_INIT;
  surveystats_dataset *dataset, *opened = NULL;
  surveystats_design *design;
  surveystats_estimates *estimates = NULL;
  surveystats_text *document = NULL;
  surveystats_error error = SURVEYSTATS_ERROR_INIT;
  const char *name = NULL;
  const char *both[] = {"q1-q2", "q2,q1"};
  int64_t positions[4] = {-1, -1, -1, -1}, count = 0;
  char path[] = "surveystats-test-XXXXXX.csv";
  options.missing = "q2=9";
  dataset = csv(text, &options);
  CHECK(surveystats_dataset_n_columns(dataset) == 4);
  GIVES(SURVEYSTATS_OK, surveystats_dataset_column_name(dataset, 2, &name, NULL));
  CHECK(strcmp(name, "a,b") == 0);
  GIVES(INVALID, surveystats_dataset_column_name(dataset, 4, &name, &error));
  CHECK(name == NULL);
  CHECK(strcmp(error.message, "column 4 does not exist; there are 4, counted from 0") == 0);
  GIVES(SURVEYSTATS_OK, surveystats_dataset_select(dataset, "q10,q1-q2", positions, 2, &count, NULL));
  CHECK(count == 3 && positions[0] == 3 && positions[1] == 0 && positions[2] == -1);
  GIVES(SURVEYSTATS_OK, surveystats_dataset_select(dataset, "a,b", positions, 4, &count, NULL));
  CHECK(count == 1 && positions[0] == 2);
  GIVES(SURVEYSTATS_OK, surveystats_dataset_select(dataset, "*", NULL, 0, &count, NULL));
  CHECK(count == 4);
  GIVES(INVALID, surveystats_dataset_select(dataset, "q2-q1", positions, 4, &count, NULL));
  GIVES(SURVEYSTATS_ERROR_UNKNOWN_COLUMN, surveystats_dataset_select(dataset, "q3", NULL, 0, &count, NULL));
  count = surveystats_dataset_n_notes(dataset);
  GIVES(INVALID, surveystats_dataset_note(dataset, count, 0, NULL, NULL, NULL));

  design = plain_design(dataset);
  GIVES(SURVEYSTATS_OK, surveystats_mean(design, both, 2, NULL, NULL, &estimates, NULL));
  CHECK(surveystats_estimates_n_rows(estimates) == 2);
  for (int32_t format = 0; format < 4; format++) {
    for (int32_t language = 0; language < 2; language++) {
      GIVES(SURVEYSTATS_OK, surveystats_estimates_render(estimates, format, language, &document, NULL));
      CHECK(surveystats_text_length(document) == (int64_t)strlen(surveystats_text_data(document)));
      CHECK(strstr(surveystats_text_data(document), "q2") != NULL);
      surveystats_text_destroy(document);
    }
  }
  GIVES(
      SURVEYSTATS_OK, surveystats_estimates_render(estimates, SURVEYSTATS_FORMAT_JSON, 0, &document, NULL));
  CHECK(strstr(surveystats_text_data(document), "survey-stats/result@1") != NULL);
  surveystats_text_destroy(document);
  GIVES(INVALID, surveystats_estimates_render(estimates, 4, 0, &document, NULL));
  GIVES(INVALID, surveystats_estimates_render(estimates, 0, -1, &document, NULL));
  GIVES(INVALID, surveystats_estimates_render(estimates, 0, 0, NULL, NULL));
  CHECK(document == NULL);
  surveystats_estimates_destroy(estimates);
  surveystats_design_destroy(design);
  GIVES(SURVEYSTATS_OK, surveystats_dataset_describe(dataset, NULL, &document, NULL));
  CHECK(surveystats_text_data(document)[0] == '{');
  surveystats_text_destroy(document);
  surveystats_dataset_destroy(dataset);

  {
    FILE *file = fopen(path, "wb");
    CHECK(file != NULL);
    if (file == NULL) return;
    fputs(text, file);
    fclose(file);
  }
  GIVES(SURVEYSTATS_OK, surveystats_dataset_open_csv(path, NULL, &opened, &error));
  CHECK(surveystats_dataset_n_columns(opened) == 4);
  design = plain_design(opened);
  surveystats_dataset_destroy(opened);
  GIVES(SURVEYSTATS_OK, surveystats_mean(design, both, 2, NULL, NULL, &estimates, NULL));
  surveystats_estimates_destroy(estimates);
  surveystats_design_destroy(design);
  remove(path);
}

static void compressed_files_are_read_as_their_content(void) {
  /* printf 'y\n1\n2\n6\n' | gzip -n9 */
  static const unsigned char bytes[] = {
      0x1f, 0x8b, 0x08, 0x00, 0x00, 0x00, 0x00, 0x00, 0x02, 0x03, 0xab, 0xe4, 0x32, 0xe4, 0x32, 0xe2,
      0x32, 0xe3, 0x02, 0x00, 0xa2, 0x0b, 0xa7, 0xc9, 0x08, 0x00, 0x00, 0x00};
  const char *path = "compressed.csv";
  surveystats_dataset *dataset = NULL;
  surveystats_design *design;
  surveystats_estimates *estimates = NULL;
  surveystats_text *document = NULL;
  surveystats_error error = SURVEYSTATS_ERROR_INIT;
  surveystats_row row = SURVEYSTATS_ROW_INIT;
  surveystats_dataset *none = NULL;
  surveystats_state *state = NULL;
  for (int64_t length = 1; length <= COUNT(bytes); length++) {
    FILE *file = fopen(path, "wb");
    CHECK(file != NULL);
    if (file == NULL) return;
    fwrite(bytes, 1, (size_t)length, file);
    fclose(file);
    if (length < COUNT(bytes)) {
      GIVES(SURVEYSTATS_ERROR_MALFORMED_DATA, surveystats_dataset_open_csv(path, NULL, &dataset, &error));
      CHECK(strstr(error.message, "compressed.csv: the gzip file is cut short") == error.message);
      GIVES(
          SURVEYSTATS_ERROR_MALFORMED_DATA,
          surveystats_dataset_from_csv_bytes(bytes, length, NULL, &dataset, &error));
      continue;
    }
    GIVES(SURVEYSTATS_OK, surveystats_dataset_open_csv(path, NULL, &dataset, &error));
  }
  GIVES(SURVEYSTATS_OK, surveystats_dataset_describe(dataset, NULL, &document, &error));
  CHECK(strstr(surveystats_text_data(document), "\"compression\": \"gzip\"") != NULL);
  /* What no reader of gzip or Zstandard reads is called what it is, as a table and as a state. */
  GIVES(
      SURVEYSTATS_ERROR_UNSUPPORTED,
      surveystats_dataset_from_csv_bytes("\xFD" "7zXZ\0\0\4", 8, NULL, &none, &error));
  CHECK(strstr(error.message, "compressed by xz") != NULL);
  GIVES(SURVEYSTATS_ERROR_UNSUPPORTED, surveystats_state_from_bytes("\xFD" "7zXZ\0\0\4", 8, NULL, &state, &error));
  surveystats_text_destroy(document);
  design = plain_design(dataset);
  GIVES(SURVEYSTATS_OK, surveystats_mean(design, y_items, 1, NULL, NULL, &estimates, &error));
  GIVES(SURVEYSTATS_OK, surveystats_estimates_row(estimates, 0, &row, &error));
  CHECK(near(row.estimate, 3));
  surveystats_estimates_destroy(estimates);
  surveystats_design_destroy(design);
  surveystats_dataset_destroy(dataset);
  remove(path);
}

static void a_lonely_stratum_fails_unless_told_otherwise(void) {
  surveystats_dataset *dataset = csv("y,s\n1,a\n2,a\n3,b\n", NULL);
  const char *by_stratum[] = {"s"};
  for (int32_t lonely = 0; lonely <= SURVEYSTATS_LONELY_PSU_COLLAPSE; lonely++) {
    surveystats_design_options options = SURVEYSTATS_DESIGN_OPTIONS_INIT;
    surveystats_design *design = NULL;
    surveystats_estimates *estimates = NULL;
    options.strata = by_stratum;
    options.n_strata = 1;
    options.lonely_psu = lonely;
    GIVES(SURVEYSTATS_OK, surveystats_design_create(dataset, &options, &design, NULL));
    GIVES(
        lonely == 0 ? SURVEYSTATS_ERROR_LONELY_PSU : SURVEYSTATS_OK,
        surveystats_mean(design, y_items, 1, NULL, NULL, &estimates, NULL));
    surveystats_estimates_destroy(estimates);
    surveystats_design_destroy(design);
  }
  surveystats_dataset_destroy(dataset);
}

static void standard_errors_come_from_replicates_where_asked(void) {
  surveystats_dataset *dataset = csv("y,c\n1,a\n2,a\n4,b\n8,b\n7,d\n3,d\n", NULL);
  const char *clusters[] = {"c"};
  surveystats_design_options options = SURVEYSTATS_DESIGN_OPTIONS_INIT;
  surveystats_design *design = NULL;
  surveystats_estimates *estimates = NULL;
  surveystats_row row;
  options.cluster = clusters;
  options.n_cluster = 1;
  options.replicate_type = SURVEYSTATS_REPLICATES_JK1;
  GIVES(SURVEYSTATS_OK, surveystats_design_create(dataset, &options, &design, NULL));
  GIVES(SURVEYSTATS_OK, surveystats_total(design, y_items, 1, NULL, NULL, &estimates, NULL));
  /* Totals 3, 12 and 10: 3/2 of the sum of squares about their mean. */
  row.struct_size = sizeof row;
  GIVES(SURVEYSTATS_OK, surveystats_estimates_row(estimates, 0, &row, NULL));
  CHECK(fabs(row.std_error * row.std_error - 1.5 * (253 - 625.0 / 3)) < 1e-10 && row.df == 2);
  surveystats_estimates_destroy(estimates);
  /* What has no replicates refuses them. */
  GIVES(SURVEYSTATS_ERROR_UNSUPPORTED, surveystats_reliability(design, y_items, 1, NULL, NULL, &estimates, NULL));
  surveystats_design_destroy(design);
  /* A caller of an earlier version knows nothing of them. */
  options.struct_size = offsetof(surveystats_design_options, replicate_type);
  GIVES(SURVEYSTATS_OK, surveystats_design_create(dataset, &options, &design, NULL));
  GIVES(SURVEYSTATS_OK, surveystats_mean(design, y_items, 1, NULL, NULL, &estimates, NULL));
  surveystats_estimates_destroy(estimates);
  surveystats_design_destroy(design);
  surveystats_dataset_destroy(dataset);
}

/* ------------------------------------------------------------------------------------------------ threads */

enum { LONG_ROWS = 3000000, LONG_COLUMNS = 6 };

static void *cancel_when_it_moves(void *run) {
  int64_t rows = 0, bytes = 0, total = 0;
  while (rows == 0) {
    if (surveystats_run_progress(run, &rows, &bytes, &total, NULL) != SURVEYSTATS_OK) break;
  }
  surveystats_run_cancel(run);
  return NULL;
}

static void runs_are_watched_and_cancelled(void) {
  surveystats_design *design = small_design();
  surveystats_dataset *dataset = small_dataset();
  surveystats_estimates *estimates = NULL;
  surveystats_text *document = NULL;
  surveystats_run *run = NULL;
  int64_t rows = 0, bytes = 7, total = 7;
  GIVES(SURVEYSTATS_OK, surveystats_run_create(&run, NULL));
  GIVES(SURVEYSTATS_OK, surveystats_mean(design, y_items, 1, NULL, run, &estimates, NULL));
  GIVES(SURVEYSTATS_OK, surveystats_run_progress(run, &rows, &bytes, &total, NULL));
  CHECK(rows == 5 && bytes == 0 && total == 0);
  GIVES(SURVEYSTATS_OK, surveystats_run_progress(run, NULL, NULL, NULL, NULL));
  surveystats_estimates_destroy(estimates);
  surveystats_run_cancel(run);
  surveystats_run_cancel(run);
  GIVES(SURVEYSTATS_ERROR_CANCELLED, surveystats_mean(design, y_items, 1, NULL, run, &estimates, NULL));
  GIVES(SURVEYSTATS_ERROR_CANCELLED, surveystats_total(design, y_items, 1, NULL, run, &estimates, NULL));
  GIVES(
      SURVEYSTATS_ERROR_CANCELLED, surveystats_proportion(design, y_items, 1, NULL, run, &estimates, NULL));
  GIVES(SURVEYSTATS_ERROR_CANCELLED, surveystats_contrast(design, "y", 0, NULL, run, &estimates, NULL));
  GIVES(SURVEYSTATS_ERROR_CANCELLED, surveystats_dataset_describe(dataset, run, &document, NULL));
  CHECK(estimates == NULL && document == NULL);
  surveystats_run_destroy(run);
  surveystats_dataset_destroy(dataset);
  surveystats_design_destroy(design);
}

static void another_thread_cancels_a_long_run(void) {
  static const char *names[LONG_COLUMNS] = {"a", "b", "c", "d", "e", "f"};
  surveystats_column columns[LONG_COLUMNS];
  surveystats_dataset *dataset = NULL;
  surveystats_design *design = NULL;
  surveystats_estimates *estimates = NULL;
  surveystats_run *run = NULL;
  surveystats_error error = SURVEYSTATS_ERROR_INIT;
  pthread_t thread;
  const char *items[] = {"*"};
  int64_t rows = 0;
  int8_t *values = malloc(LONG_ROWS);
  CHECK(values != NULL);
  if (values == NULL) return;
  for (int i = 0; i < LONG_ROWS; i++) values[i] = (int8_t)(i * 7 % 5 + 1);
  for (int i = 0; i < LONG_COLUMNS; i++) columns[i] = column(names[i], SURVEYSTATS_TYPE_INT8, values);
  GIVES(
      SURVEYSTATS_OK,
      surveystats_dataset_from_columns(columns, LONG_COLUMNS, LONG_ROWS, NULL, &dataset, NULL));
  free(values);
  design = plain_design(dataset);
  GIVES(SURVEYSTATS_OK, surveystats_run_create(&run, NULL));
  CHECK(pthread_create(&thread, NULL, cancel_when_it_moves, run) == 0);
  GIVES(
      SURVEYSTATS_ERROR_CANCELLED, surveystats_proportion(design, items, 1, NULL, run, &estimates, &error));
  pthread_join(thread, NULL);
  CHECK(estimates == NULL);
  GIVES(SURVEYSTATS_OK, surveystats_run_progress(run, &rows, NULL, NULL, NULL));
  CHECK(rows > 0 && rows < LONG_ROWS);
  surveystats_run_destroy(run);
  surveystats_design_destroy(design);
  surveystats_dataset_destroy(dataset);
}

typedef struct {
  const surveystats_estimates *estimates;
  const surveystats_design *design;
  int64_t wrong;
} reader;

static void *read_results(void *argument) {
  reader *self = argument;
  for (int i = 0; i < 2000; i++) {
    surveystats_row row = SURVEYSTATS_ROW_INIT;
    surveystats_text *document = NULL;
    const char *name, *value;
    if (surveystats_estimates_row(self->estimates, i % 2, &row, NULL) != SURVEYSTATS_OK) self->wrong++;
    if (strcmp(row.term, "y") != 0 || row.n_groups != 1) self->wrong++;
    if (surveystats_estimates_group(self->estimates, i % 2, 0, &name, &value, NULL) != SURVEYSTATS_OK) {
      self->wrong++;
    }
    if (strcmp(name, "s") != 0) self->wrong++;
    if (i % 100 == 0) {
      surveystats_estimates *own = NULL;
      surveystats_status status = surveystats_estimates_render(self->estimates, 2, 0, &document, NULL);
      if (status != SURVEYSTATS_OK) self->wrong++;
      surveystats_text_destroy(document);
      status = surveystats_mean(self->design, y_items, 1, NULL, NULL, &own, NULL);
      if (status != SURVEYSTATS_OK) self->wrong++;
      surveystats_estimates_destroy(own);
    }
  }
  return NULL;
}

static void two_threads_read_one_result(void) {
  surveystats_design *design = small_design();
  surveystats_estimates *estimates = NULL;
  surveystats_request request = SURVEYSTATS_REQUEST_INIT;
  const char *by[] = {"s"};
  pthread_t threads[2];
  reader readers[2];
  request.by = by;
  request.n_by = 1;
  GIVES(SURVEYSTATS_OK, surveystats_mean(design, y_items, 1, &request, NULL, &estimates, NULL));
  for (int i = 0; i < 2; i++) {
    readers[i].estimates = estimates;
    readers[i].design = design;
    readers[i].wrong = 0;
    CHECK(pthread_create(&threads[i], NULL, read_results, &readers[i]) == 0);
  }
  for (int i = 0; i < 2; i++) {
    pthread_join(threads[i], NULL);
    CHECK(readers[i].wrong == 0);
  }
  surveystats_estimates_destroy(estimates);
  surveystats_design_destroy(design);
}

/* Writes a file beside the test and returns its name. */
static const char *written(const char *name, const char *text) {
  FILE *file = fopen(name, "wb");
  CHECK(file != NULL);
  if (file) {
    fputs(text, file);
    fclose(file);
  }
  return name;
}

static surveystats_dataset *described(const surveystats_dataset *dataset, const surveystats_meaning *meaning) {
  surveystats_dataset *made = NULL;
  GIVES(SURVEYSTATS_OK, surveystats_dataset_described(dataset, meaning, NULL, &made, NULL));
  return made;
}

static surveystats_row row_at(const surveystats_estimates *estimates, int64_t index) {
  surveystats_row row = SURVEYSTATS_ROW_INIT;
  GIVES(SURVEYSTATS_OK, surveystats_estimates_row(estimates, index, &row, NULL));
  return row;
}

static void meanings_are_checked(void) {
  surveystats_dataset *dataset = csv("q,w\n滿意,1\n普通,2\n", NULL);
  surveystats_design *design = plain_design(dataset);
  surveystats_dataset *made = dataset;
  surveystats_meaning meaning = SURVEYSTATS_MEANING_INIT;
  surveystats_error error = SURVEYSTATS_ERROR_INIT;
  surveystats_dataset_options reading = SURVEYSTATS_DATASET_OPTIONS_INIT;
  surveystats_run *run = NULL;
  const char *items[] = {"q"}, *unknown[] = {"qq"};
  GIVES(INVALID, surveystats_dataset_described(NULL, &meaning, NULL, &made, &error));
  CHECK(made == NULL && strcmp(error.message, "dataset is NULL") == 0);
  GIVES(
      INVALID, surveystats_dataset_described((const surveystats_dataset *)design, NULL, NULL, &made, &error));
  GIVES(INVALID, surveystats_dataset_described(dataset, &meaning, NULL, NULL, &error));
  GIVES(INVALID, surveystats_meaning_init(NULL, sizeof meaning));
  meaning.struct_size = 12;
  GIVES(INVALID, surveystats_dataset_described(dataset, &meaning, NULL, &made, &error));
  meaning.struct_size = sizeof meaning;
  meaning.items = items;
  meaning.n_items = 1;
  GIVES(INVALID, surveystats_dataset_described(dataset, &meaning, NULL, &made, &error));
  CHECK(strstr(error.message, "meaning.scale is NULL") != NULL);
  meaning.n_items = -1;
  meaning.scale = "auto";
  GIVES(INVALID, surveystats_dataset_described(dataset, &meaning, NULL, &made, &error));
  meaning.n_items = 0;
  GIVES(INVALID, surveystats_dataset_described(dataset, &meaning, NULL, &made, &error));
  CHECK(strstr(error.message, "needs meaning.items") != NULL);
  meaning.n_items = 1;
  meaning.items = unknown;
  GIVES(
      SURVEYSTATS_ERROR_UNKNOWN_COLUMN, surveystats_dataset_described(dataset, &meaning, NULL, &made, &error));
  meaning.items = items;
  meaning.scale = "satisfaction-6";
  GIVES(INVALID, surveystats_dataset_described(dataset, &meaning, NULL, &made, &error));
  CHECK(strstr(error.message, "satisfaction-5") != NULL);
  meaning.scale = "\xff";
  GIVES(INVALID, surveystats_dataset_described(dataset, &meaning, NULL, &made, &error));
  CHECK(strcmp(error.message, "meaning.scale is not UTF-8") == 0);
  meaning.scale = NULL;
  meaning.n_items = 0;
  meaning.counts = "n";
  GIVES(
      SURVEYSTATS_ERROR_UNKNOWN_COLUMN, surveystats_dataset_described(dataset, &meaning, NULL, &made, &error));
  meaning.counts = NULL;
  meaning.codebook = "nowhere.yaml";
  GIVES(SURVEYSTATS_ERROR_IO, surveystats_dataset_described(dataset, &meaning, NULL, &made, &error));
  meaning.codebook = written("broken.yaml", "schema: survey-stats/codebook@1\ncolumn: []\n");
  GIVES(
      SURVEYSTATS_ERROR_MALFORMED_DATA, surveystats_dataset_described(dataset, &meaning, NULL, &made, &error));
  CHECK(error.row == 2);
  remove("broken.yaml");
  meaning.codebook = NULL;
  meaning.scale = "auto";
  meaning.n_items = 1;
  GIVES(SURVEYSTATS_OK, surveystats_run_create(&run, NULL));
  surveystats_run_cancel(run);
  GIVES(SURVEYSTATS_ERROR_CANCELLED, surveystats_dataset_described(dataset, &meaning, run, &made, &error));
  CHECK(made == NULL);
  surveystats_run_destroy(run);

  reading.keep_total_rows = 2;
  GIVES(INVALID, surveystats_dataset_from_csv_bytes("a\n1\n", 4, &reading, &made, &error));
  reading.keep_total_rows = 1;
  {
    surveystats_column y = column("y", SURVEYSTATS_TYPE_FLOAT64, answers);
    GIVES(INVALID, surveystats_dataset_from_columns(&y, 1, 5, &reading, &made, &error));
    CHECK(strstr(error.message, "keep_total_rows") != NULL);
  }
  reading.reserved = 1;
  GIVES(INVALID, surveystats_dataset_from_csv_bytes("a\n1\n", 4, &reading, &made, &error));
  surveystats_design_destroy(design);
  surveystats_dataset_destroy(dataset);
}

static void rows_of_totals_are_kept_where_asked(void) {
  static const char text[] = "里,y\n甲,1\n乙,3\n總計,8\n";
  surveystats_dataset_options reading = SURVEYSTATS_DATASET_OPTIONS_INIT;
  for (int32_t keep = 0; keep <= 1; keep++) {
    surveystats_estimates *estimates = NULL;
    surveystats_dataset *dataset;
    surveystats_design *design;
    reading.keep_total_rows = keep;
    dataset = csv(text, &reading);
    design = plain_design(dataset);
    GIVES(SURVEYSTATS_OK, surveystats_mean(design, y_items, 1, NULL, NULL, &estimates, NULL));
    CHECK(row_at(estimates, 0).estimate == (keep ? 4 : 2));
    surveystats_estimates_destroy(estimates);
    surveystats_design_destroy(design);
    surveystats_dataset_destroy(dataset);
  }
}

static void scores_of_a_hand_tally(void) {
  /* Two rows stand for three respondents: scores 5, 5, 3, mean 13/3; two of three are positive. */
  surveystats_dataset *plain = csv("您對環境的滿意程度,人數\n非常滿意,2\n普通,1\n無意見,1\n", NULL);
  surveystats_meaning meaning = SURVEYSTATS_MEANING_INIT;
  surveystats_request request = SURVEYSTATS_REQUEST_INIT;
  surveystats_error error = SURVEYSTATS_ERROR_INIT;
  surveystats_estimates *estimates = NULL;
  surveystats_dataset *dataset;
  surveystats_design *design, *bare = plain_design(plain);
  const char *items[] = {"環境"}, *headers[] = {"您對環境的滿意程度"}, *text = NULL;
  const int32_t top2[] = {SURVEYSTATS_SCORE_TOP2}, twice[] = {0, 0}, no_such[] = {4}, mean[] = {0};
  const surveystats_slice level = {"普通", 6};
  surveystats_row row;
  meaning.codebook = written(
      "codebook.yaml",
      "schema: survey-stats/codebook@1\ncolumns:\n  - {name: 您對環境的滿意程度, id: 環境, scale: satisfaction-5}\n");
  meaning.counts = "人數";
  dataset = described(plain, &meaning);
  surveystats_dataset_destroy(plain);
  remove("codebook.yaml");
  design = plain_design(dataset);
  GIVES(
      SURVEYSTATS_OK,
      surveystats_score(
          design, items, 1, NULL, 0, SURVEYSTATS_BASE_VALID, NULL, NULL, &estimates, &error));
  CHECK(strcmp(surveystats_estimates_command(estimates), "score") == 0);
  CHECK(surveystats_estimates_n_rows(estimates) == 4);
  row = row_at(estimates, 0);
  CHECK(strcmp(row.statistic, "mean") == 0 && strcmp(row.term, "環境") == 0 && row.base == NULL);
  CHECK(near(row.estimate, 13.0 / 3) && row.n == 3 && row.n_missing == 1);
  row = row_at(estimates, 1);
  CHECK(strcmp(row.statistic, "score-of-max") == 0 && near(row.estimate, 100 * 13.0 / 15));
  row = row_at(estimates, 2);
  CHECK(strcmp(row.statistic, "score-of-range") == 0 && near(row.estimate, 100 * 10.0 / 12));
  row = row_at(estimates, 3);
  CHECK(strcmp(row.statistic, "top2") == 0 && strcmp(row.base, "valid") == 0 && near(row.estimate, 2.0 / 3));
  GIVES(SURVEYSTATS_OK, surveystats_estimates_text(estimates, 3, SURVEYSTATS_TEXT_BASE, &text, NULL));
  CHECK(text == row.base);
  GIVES(SURVEYSTATS_OK, surveystats_estimates_text(estimates, 3, SURVEYSTATS_TEXT_METHOD, &text, NULL));
  CHECK(text == NULL);
  surveystats_estimates_destroy(estimates);
  request.interval = SURVEYSTATS_INTERVAL_WILSON;
  GIVES(
      SURVEYSTATS_OK,
      surveystats_score(
          design, items, 1, top2, 1, SURVEYSTATS_BASE_ALL, &request, NULL, &estimates, &error));
  row = row_at(estimates, 0);
  CHECK(surveystats_estimates_n_rows(estimates) == 1 && row.estimate == 0.5 && strcmp(row.base, "all") == 0);
  surveystats_estimates_destroy(estimates);

  GIVES(INVALID, surveystats_score(design, items, 1, mean, 1, 0, &request, NULL, &estimates, &error));
  request.interval = SURVEYSTATS_INTERVAL_LOGIT;
  GIVES(INVALID, surveystats_score(NULL, items, 1, NULL, 0, 0, NULL, NULL, &estimates, &error));
  GIVES(INVALID, surveystats_score(design, NULL, 1, NULL, 0, 0, NULL, NULL, &estimates, &error));
  GIVES(INVALID, surveystats_score(design, items, 1, NULL, 1, 0, NULL, NULL, &estimates, &error));
  GIVES(INVALID, surveystats_score(design, items, 1, mean, -1, 0, NULL, NULL, &estimates, &error));
  GIVES(INVALID, surveystats_score(design, items, 1, mean, INT64_MAX, 0, NULL, NULL, &estimates, &error));
  GIVES(INVALID, surveystats_score(design, items, 1, twice, 2, 0, NULL, NULL, &estimates, &error));
  GIVES(INVALID, surveystats_score(design, items, 1, no_such, 1, 0, NULL, NULL, &estimates, &error));
  GIVES(INVALID, surveystats_score(design, items, 1, NULL, 0, 3, NULL, NULL, &estimates, &error));
  GIVES(INVALID, surveystats_score(design, items, 1, NULL, 0, 0, NULL, NULL, NULL, &error));
  request.levels = &level;
  request.n_levels = 1;
  GIVES(INVALID, surveystats_score(design, items, 1, NULL, 0, 0, &request, NULL, &estimates, &error));
  GIVES(INVALID, surveystats_frequency(design, items, 1, NULL, &request, NULL, &estimates, &error));
  GIVES(INVALID, surveystats_score(bare, headers, 1, top2, 1, 0, NULL, NULL, &estimates, &error));
  CHECK(strstr(error.message, "scale") != NULL && estimates == NULL);

  GIVES(INVALID, surveystats_frequency(NULL, items, 1, NULL, NULL, NULL, &estimates, &error));
  GIVES(INVALID, surveystats_frequency(design, items, 0, NULL, NULL, NULL, &estimates, &error));
  GIVES(INVALID, surveystats_frequency(design, items, 1, "", NULL, NULL, &estimates, &error));
  GIVES(INVALID, surveystats_frequency(design, items, 1, "\xff", NULL, NULL, &estimates, &error));
  GIVES(INVALID, surveystats_frequency(design, items, 1, NULL, NULL, NULL, NULL, &error));
  GIVES(SURVEYSTATS_OK, surveystats_frequency(design, items, 1, NULL, NULL, NULL, &estimates, &error));
  CHECK(strcmp(surveystats_estimates_command(estimates), "frequency") == 0);
  row = row_at(estimates, 0);
  CHECK(strcmp(row.statistic, "count") == 0 && strcmp(row.level, "非常滿意") == 0 && row.estimate == 2);
  row = row_at(estimates, 1);
  CHECK(strcmp(row.base, "all") == 0 && row.estimate == 0.5);
  row = row_at(estimates, 2);
  CHECK(strcmp(row.base, "valid") == 0 && near(row.estimate, 2.0 / 3));
  surveystats_estimates_destroy(estimates);
  surveystats_design_destroy(bare);
  surveystats_design_destroy(design);
  surveystats_dataset_destroy(dataset);
}

static void growth_of_top_two_shares(void) {
  static const char *prior_text = "q\n1\n4\n5\n2\n", *text = "q\n10\n9\n8\n1\n";
  surveystats_meaning five = SURVEYSTATS_MEANING_INIT, ten = SURVEYSTATS_MEANING_INIT;
  surveystats_growth_options options = SURVEYSTATS_GROWTH_OPTIONS_INIT;
  surveystats_dataset *data[4];
  surveystats_design *prior, *design;
  surveystats_estimates *estimates = NULL;
  surveystats_error error = SURVEYSTATS_ERROR_INIT;
  surveystats_row row;
  const char *items[] = {"q"};
  five.scale = "q=rating-5";
  ten.scale = "q=rating-10";
  data[0] = csv(prior_text, NULL);
  data[1] = described(data[0], &five);
  data[2] = csv(text, NULL);
  data[3] = described(data[2], &ten);
  prior = plain_design(data[1]);
  design = plain_design(data[3]);
  options.statistic = SURVEYSTATS_GROWTH_TOP2;
  GIVES(INVALID, surveystats_growth(design, prior, items, 1, &options, NULL, NULL, &estimates, &error));
  CHECK(strstr(error.message, "rating-10") != NULL);
  options.comparable = 1;
  /* A caller from before scores knew the struct up to here, and its last field had to be 0. */
  options.struct_size = offsetof(surveystats_growth_options, comparable);
  GIVES(INVALID, surveystats_growth(design, prior, items, 1, &options, NULL, NULL, &estimates, &error));
  options.struct_size = sizeof options;
  GIVES(SURVEYSTATS_OK, surveystats_growth(design, prior, items, 1, &options, NULL, NULL, &estimates, &error));
  row = row_at(estimates, 0);
  CHECK(strcmp(row.statistic, "top2") == 0 && strcmp(row.base, "valid") == 0 && row.estimate == 0.5);
  surveystats_estimates_destroy(estimates);
  options.base = 3;
  GIVES(INVALID, surveystats_growth(design, prior, items, 1, &options, NULL, NULL, &estimates, &error));
  options.base = SURVEYSTATS_BASE_ALL;
  options.statistic = SURVEYSTATS_GROWTH_SCORE_OF_RANGE;
  GIVES(INVALID, surveystats_growth(design, prior, items, 1, &options, NULL, NULL, &estimates, &error));
  CHECK(strstr(error.message, "options.base") != NULL);
  options.base = SURVEYSTATS_BASE_VALID;
  GIVES(SURVEYSTATS_OK, surveystats_growth(design, prior, items, 1, &options, NULL, NULL, &estimates, &error));
  CHECK(row_at(estimates, 0).estimate == 50); /* 100 · (3 − 1) / 4 */
  surveystats_estimates_destroy(estimates);
  options.comparable = 2;
  GIVES(INVALID, surveystats_growth(design, prior, items, 1, &options, NULL, NULL, &estimates, &error));
  options.comparable = 1;
  options.period = options.from = options.to = "q";
  GIVES(INVALID, surveystats_growth(design, NULL, items, 1, &options, NULL, NULL, &estimates, &error));
  CHECK(strstr(error.message, "options.comparable") != NULL);
  surveystats_design_destroy(prior);
  surveystats_design_destroy(design);
  for (int i = 0; i < 4; i++) surveystats_dataset_destroy(data[i]);
}

static void weights_fitted_to_margins(void) {
  /* Three women and one man; the population is half and half: weights 2/3 and 2, mean 2/3·6/4 + 2·5/4 = 3.5. */
  surveystats_dataset *dataset = csv("sex,y\nF,1\nF,2\nF,3\nM,5\n,9\n", NULL);
  surveystats_design *design = plain_design(dataset), *fitted = NULL, *again = design;
  surveystats_estimates *estimates = NULL;
  surveystats_error error = SURVEYSTATS_ERROR_INIT;
  surveystats_text *document = NULL;
  surveystats_run *run = NULL;
  const char *margins = written("margins.csv", "variable,category,count\nsex,F,2\nsex,M,2\n");
  double out[5];
  int64_t count = 7;
  for (int32_t method = SURVEYSTATS_WEIGHTING_POSTSTRATIFY; method <= SURVEYSTATS_WEIGHTING_RAKE; method++) {
    GIVES(SURVEYSTATS_OK, surveystats_design_weighted(design, method, margins, 0, NULL, &fitted, &error));
    GIVES(SURVEYSTATS_OK, surveystats_mean(fitted, y_items, 1, NULL, NULL, &estimates, NULL));
    CHECK(near(row_at(estimates, 0).estimate, 3.5) && near(row_at(estimates, 0).weighted_n, 4));
    surveystats_estimates_destroy(estimates);
    out[4] = -1;
    GIVES(SURVEYSTATS_OK, surveystats_design_weights(fitted, NULL, out, 4, &count, &error));
    CHECK(count == 5 && near(out[0], 2.0 / 3) && near(out[3], 2) && out[4] == -1);
    GIVES(SURVEYSTATS_OK, surveystats_design_weights(fitted, NULL, out, 5, &count, &error));
    CHECK(out[4] == 0);
    surveystats_design_destroy(fitted);
  }
  GIVES(
      SURVEYSTATS_OK,
      surveystats_design_weighted(design, SURVEYSTATS_WEIGHTING_RAKE, margins, 1, NULL, &fitted, &error));
  GIVES(SURVEYSTATS_OK, surveystats_design_weights(fitted, NULL, NULL, 0, &count, &error));
  CHECK(count == 5);
  GIVES(
      SURVEYSTATS_OK,
      surveystats_design_weighting(
          fitted, SURVEYSTATS_FORMAT_JSON, SURVEYSTATS_LANGUAGE_EN, &document, &error));
  CHECK(strstr(surveystats_text_data(document), "survey-stats/weighting@1") != NULL);
  surveystats_text_destroy(document);

  GIVES(INVALID, surveystats_design_weighted(NULL, 0, margins, 0, NULL, &again, &error));
  CHECK(again == NULL);
  GIVES(
      INVALID,
      surveystats_design_weighted((const surveystats_design *)dataset, 0, margins, 0, NULL, &again, &error));
  GIVES(INVALID, surveystats_design_weighted(design, 2, margins, 0, NULL, &again, &error));
  GIVES(INVALID, surveystats_design_weighted(design, 0, NULL, 0, NULL, &again, &error));
  GIVES(INVALID, surveystats_design_weighted(design, 0, margins, 2, NULL, &again, &error));
  GIVES(INVALID, surveystats_design_weighted(design, 0, margins, 0, NULL, NULL, &error));
  GIVES(
      SURVEYSTATS_ERROR_UNSUPPORTED,
      surveystats_design_weighted(fitted, 0, margins, 0, NULL, &again, &error));
  GIVES(SURVEYSTATS_OK, surveystats_run_create(&run, NULL));
  surveystats_run_cancel(run);
  GIVES(
      SURVEYSTATS_ERROR_CANCELLED, surveystats_design_weighted(design, 0, margins, 0, run, &again, &error));
  GIVES(SURVEYSTATS_ERROR_CANCELLED, surveystats_design_weights(fitted, run, out, 5, &count, &error));
  CHECK(count == 0);
  surveystats_run_destroy(run);
  remove("margins.csv");
  GIVES(SURVEYSTATS_ERROR_IO, surveystats_design_weighted(design, 0, margins, 0, NULL, &again, &error));
  written("margins.csv", "variable,category,count\nsex,F,-2\n");
  GIVES(
      SURVEYSTATS_ERROR_MALFORMED_DATA,
      surveystats_design_weighted(design, 0, margins, 0, NULL, &again, &error));
  CHECK(error.row == 2 && error.column == 3);
  written("margins.csv", "variable,category,count\nsex,F,2\n");
  GIVES(
      SURVEYSTATS_ERROR_INVALID_DESIGN,
      surveystats_design_weighted(design, 0, margins, 0, NULL, &again, &error));
  remove("margins.csv");
  GIVES(INVALID, surveystats_design_weights(design, NULL, out, 5, &count, &error));
  CHECK(strstr(error.message, "not fitted") != NULL);
  GIVES(INVALID, surveystats_design_weights(NULL, NULL, out, 5, &count, &error));
  GIVES(INVALID, surveystats_design_weights(fitted, NULL, NULL, 5, &count, &error));
  GIVES(INVALID, surveystats_design_weights(fitted, NULL, out, -1, &count, &error));
  GIVES(INVALID, surveystats_design_weights(fitted, NULL, out, 5, NULL, &error));
  GIVES(INVALID, surveystats_design_weighting(design, 0, 0, &document, &error));
  CHECK(document == NULL);
  GIVES(INVALID, surveystats_design_weighting(NULL, 0, 0, &document, &error));
  GIVES(INVALID, surveystats_design_weighting(fitted, 4, 0, &document, &error));
  GIVES(INVALID, surveystats_design_weighting(fitted, 0, 2, &document, &error));
  GIVES(INVALID, surveystats_design_weighting(fitted, 0, 0, NULL, &error));
  surveystats_design_destroy(fitted);
  surveystats_design_destroy(design);
  surveystats_dataset_destroy(dataset);
}

static void a_whole_survey(void) {
  surveystats_dataset *plain = csv(
      "q1,q2,sex\n非常滿意,滿意,F\n滿意,滿意,M\n普通,不滿意,F\n滿意,普通,M\n不滿意,不滿意,F\n非常滿意,滿意,M\n", NULL);
  surveystats_meaning meaning = SURVEYSTATS_MEANING_INIT;
  surveystats_survey_facts facts = SURVEYSTATS_SURVEY_FACTS_INIT;
  surveystats_growth_options options = SURVEYSTATS_GROWTH_OPTIONS_INIT;
  surveystats_request request = SURVEYSTATS_REQUEST_INIT;
  surveystats_error error = SURVEYSTATS_ERROR_INIT;
  surveystats_estimates *estimates = NULL;
  surveystats_dataset *dataset;
  surveystats_design *design;
  const char *items[] = {"q1", "q2"}, *by[] = {"sex"}, *text = NULL;
  surveystats_row row;
  meaning.scale = "satisfaction-5";
  meaning.items = items;
  meaning.n_items = 2;
  dataset = described(plain, &meaning);
  surveystats_dataset_destroy(plain);
  design = plain_design(dataset);

  GIVES(SURVEYSTATS_OK, surveystats_sample_size(0.05, 0, 1000, 0, 0, 0, &estimates, &error));
  CHECK(surveystats_estimates_n_rows(estimates) == 3);
  row = row_at(estimates, 0);
  CHECK(near(row.estimate, 384.1458820694124) && row.section == NULL);
  row = row_at(estimates, 1);
  CHECK(near(row.estimate, 277.7334531731876));
  row = row_at(estimates, 2);
  CHECK(strcmp(row.statistic, "sample_size") == 0 && row.estimate == 278);
  surveystats_estimates_destroy(estimates);
  GIVES(INVALID, surveystats_sample_size(0, 0, 0, 0, 0, 0, &estimates, &error));
  GIVES(INVALID, surveystats_sample_size(0.05, 0, 0, 0, 2, 0, &estimates, &error));
  GIVES(INVALID, surveystats_sample_size(0.05, 0, 0, 0, 0, 0, NULL, &error));

  GIVES(INVALID, surveystats_survey_facts_init(NULL, sizeof facts));
  GIVES(SURVEYSTATS_OK, surveystats_survey_facts_init(&facts, sizeof facts));
  facts.issued = 10;
  facts.returned = 8;
  facts.population = 100;
  facts.sampling = SURVEYSTATS_SAMPLING_SRS;
  facts.margins = written("margins.csv", "variable,category,count\nsex,F,40\nsex,M,60\n");
  GIVES(SURVEYSTATS_OK, surveystats_validity(design, &facts, items, 2, NULL, NULL, &estimates, &error));
  row = row_at(estimates, 0);
  CHECK(strcmp(row.statistic, "issued") == 0 && row.estimate == 10);
  row = row_at(estimates, 6);
  /* z * sqrt(.25 / 6 * 94 / 99) */
  CHECK(strcmp(row.statistic, "margin_of_error") == 0 && near(row.estimate, 1.959963984540054 * sqrt(0.25 / 6 * 94 / 99)));
  row = row_at(estimates, 7);
  /* (3 - 2.4)^2 / 2.4 + (3 - 3.6)^2 / 3.6 */
  CHECK(strcmp(row.statistic, "goodness_of_fit") == 0 && near(row.statistic_value, 0.25) && row.df == 1);
  surveystats_estimates_destroy(estimates);
  GIVES(SURVEYSTATS_OK, surveystats_validity(design, NULL, NULL, 0, NULL, NULL, &estimates, &error));
  surveystats_estimates_destroy(estimates);
  request.by = by;
  request.n_by = 1;
  GIVES(INVALID, surveystats_validity(design, &facts, NULL, 0, &request, NULL, &estimates, &error));
  GIVES(INVALID, surveystats_validity(NULL, &facts, NULL, 0, NULL, NULL, &estimates, &error));
  GIVES(INVALID, surveystats_validity(design, &facts, NULL, 1, NULL, NULL, &estimates, &error));
  facts.returned = 11;
  GIVES(INVALID, surveystats_validity(design, &facts, NULL, 0, NULL, NULL, &estimates, &error));
  facts.returned = -1;
  GIVES(INVALID, surveystats_validity(design, &facts, NULL, 0, NULL, NULL, &estimates, &error));
  facts.returned = 8;
  facts.sampling = 9;
  GIVES(INVALID, surveystats_validity(design, &facts, NULL, 0, NULL, NULL, &estimates, &error));
  facts.sampling = SURVEYSTATS_SAMPLING_CONVENIENCE;

  options.from = "102";
  options.to = "103";
  GIVES(
      SURVEYSTATS_OK,
      surveystats_summary(design, design, &facts, items, 2, &options, &request, NULL, &estimates, &error));
  CHECK(strcmp(surveystats_estimates_command(estimates), "summary") == 0);
  row = row_at(estimates, 0);
  CHECK(row.section != NULL && strcmp(row.section, "sample") == 0);
  GIVES(SURVEYSTATS_OK, surveystats_estimates_text(estimates, 0, SURVEYSTATS_TEXT_SECTION, &text, NULL));
  CHECK(text == row.section);
  row = row_at(estimates, surveystats_estimates_n_rows(estimates) - 1);
  CHECK(strcmp(row.section, "growth") == 0 && strcmp(row.statistic, "growth") == 0 && row.estimate == 0);
  surveystats_estimates_destroy(estimates);
  remove("margins.csv");
  GIVES(SURVEYSTATS_ERROR_IO, surveystats_summary(design, NULL, &facts, items, 2, NULL, NULL, NULL, &estimates, &error));
  /* Without items: all columns on a scale. */
  GIVES(SURVEYSTATS_OK, surveystats_summary(design, NULL, NULL, NULL, 0, NULL, NULL, NULL, &estimates, &error));
  CHECK(surveystats_estimates_n_rows(estimates) > 0);
  surveystats_estimates_destroy(estimates);
  GIVES(INVALID, surveystats_summary(NULL, NULL, NULL, items, 2, NULL, NULL, NULL, &estimates, &error));
  GIVES(INVALID, surveystats_summary(design, NULL, NULL, items, 2, NULL, NULL, NULL, NULL, &error));
  options.period = "sex";
  GIVES(INVALID, surveystats_summary(design, NULL, NULL, items, 2, &options, NULL, NULL, &estimates, &error));
  surveystats_design_destroy(design);
  surveystats_dataset_destroy(dataset);
}

static void questions_on_satisfaction_are_found(void) {
  surveystats_dataset *dataset = csv(
      "id,q1,sex,q2\n1,非常滿意,F,滿意\n2,滿意,M,普通\n3,不滿意,F,滿意\n4,普通,M,非常滿意\n5,滿意,F,不滿意\n", NULL);
  surveystats_dataset *numbers = csv("q1,q2\n1,5\n2,4\n3,3\n", NULL);
  int64_t positions[4] = {-1, -1, -1, -1}, count = 0;
  surveystats_run *run = NULL;
  GIVES(SURVEYSTATS_OK, surveystats_dataset_satisfaction_items(dataset, NULL, positions, 4, &count, NULL));
  CHECK(count == 2 && positions[0] == 1 && positions[1] == 3 && positions[2] == -1);
  GIVES(SURVEYSTATS_OK, surveystats_dataset_satisfaction_items(dataset, NULL, positions + 2, 1, &count, NULL));
  CHECK(count == 2 && positions[2] == 1 && positions[3] == -1);
  GIVES(INVALID, surveystats_dataset_satisfaction_items(dataset, NULL, NULL, 1, &count, NULL));
  CHECK(count == 0);
  GIVES(INVALID, surveystats_dataset_satisfaction_items(dataset, NULL, positions, -1, &count, NULL));
  GIVES(SURVEYSTATS_OK, surveystats_dataset_satisfaction_items(numbers, NULL, NULL, 0, &count, NULL));
  CHECK(count == 0);
  GIVES(SURVEYSTATS_OK, surveystats_run_create(&run, NULL));
  surveystats_run_cancel(run);
  GIVES(SURVEYSTATS_ERROR_CANCELLED, surveystats_dataset_satisfaction_items(dataset, run, positions, 4, &count, NULL));
  surveystats_run_destroy(run);
  surveystats_dataset_destroy(numbers);
  surveystats_dataset_destroy(dataset);
}

static void margins_counted_out_of_a_table(void) {
  surveystats_dataset *dataset = csv("sex,area\nF,a\nF,a\nF,b\nM,a\nM,b\nM,b\n", NULL);
  surveystats_design *design = plain_design(dataset);
  surveystats_survey_facts facts = SURVEYSTATS_SURVEY_FACTS_INIT;
  surveystats_estimates *estimates = NULL;
  surveystats_error error = SURVEYSTATS_ERROR_INIT;
  const char *sexes[] = {"sex=F:women,M:men"}, *both[] = {"sex=F:women,M:men", "area=place/people"};
  const char *wrong[] = {"sex"}, *unknown[] = {"area=place/persons"}, *bad[] = {"\xFF"};
  surveystats_row row;
  facts.margins = written(
      "places.json",
      "[{\"year\": 103, \"place\": \"a\", \"people\": \"1,000\", \"women\": 400, \"men\": 600},\n"
      " {\"year\": 103, \"place\": \"b\", \"people\": 1000, \"women\": 400, \"men\": 600},\n"
      " {\"year\": 103, \"place\": \"c\", \"people\": \"…\"}, {\"year\": 103, \"place\": \"總計\", \"people\": 2000},\n"
      " {\"year\": 102, \"place\": \"a\", \"people\": 7, \"women\": 7, \"men\": 0}]");
  facts.margins_from = both;
  facts.n_margins_from = 2;
  facts.margins_where = "year == 103";
  GIVES(SURVEYSTATS_OK, surveystats_validity(design, &facts, NULL, 0, NULL, NULL, &estimates, &error));
  CHECK(surveystats_estimates_n_rows(estimates) == 18);
  row = row_at(estimates, 2);
  /* Three women where 6 · 0.4 are expected: (3 - 2.4)^2 / 2.4 + (3 - 3.6)^2 / 3.6. */
  CHECK(strcmp(row.term, "sex") == 0 && near(row.statistic_value, 0.25) && row.df == 1);
  row = row_at(estimates, 10);
  CHECK(strcmp(row.term, "area") == 0 && row.statistic_value == 0);
  surveystats_estimates_destroy(estimates);

  facts.n_margins_from = 1;
  facts.margins_from = wrong;
  GIVES(INVALID, surveystats_validity(design, &facts, NULL, 0, NULL, NULL, &estimates, &error));
  facts.margins_from = bad;
  GIVES(INVALID, surveystats_validity(design, &facts, NULL, 0, NULL, NULL, &estimates, &error));
  CHECK(strcmp(error.message, "margins_from[0] is not UTF-8") == 0);
  facts.margins_from = unknown;
  GIVES(
      SURVEYSTATS_ERROR_UNKNOWN_COLUMN, surveystats_validity(design, &facts, NULL, 0, NULL, NULL, &estimates, &error));
  facts.margins_from = NULL;
  GIVES(INVALID, surveystats_validity(design, &facts, NULL, 0, NULL, NULL, &estimates, &error));
  facts.margins_from = sexes;
  facts.n_margins_from = -1;
  GIVES(INVALID, surveystats_validity(design, &facts, NULL, 0, NULL, NULL, &estimates, &error));
  facts.n_margins_from = 1;
  facts.margins_where = "year == 99";
  GIVES(SURVEYSTATS_ERROR_EMPTY_DATA, surveystats_validity(design, &facts, NULL, 0, NULL, NULL, &estimates, &error));
  facts.margins_where = "year ==";
  CHECK(surveystats_validity(design, &facts, NULL, 0, NULL, NULL, &estimates, &error) != SURVEYSTATS_OK);

  /* What would be left unused is refused. */
  facts.margins_where = "year == 103";
  facts.n_margins_from = 0;
  GIVES(INVALID, surveystats_validity(design, &facts, NULL, 0, NULL, NULL, &estimates, &error));
  facts.margins_where = NULL;
  GIVES(INVALID, surveystats_validity(design, &facts, NULL, 0, NULL, NULL, &estimates, &error));
  CHECK(strstr(error.message, "how to count margins") != NULL);
  facts.margins = NULL;
  facts.n_margins_from = 1;
  GIVES(INVALID, surveystats_validity(design, &facts, NULL, 0, NULL, NULL, &estimates, &error));
  facts.n_margins_from = 0;
  facts.margins_where = "year == 103";
  GIVES(INVALID, surveystats_validity(design, &facts, NULL, 0, NULL, NULL, &estimates, &error));

  /* A caller of the first version does not have the fields, and whatever lies behind is not read. */
  memset(&facts, 0xA5, sizeof facts);
  facts.struct_size = offsetof(surveystats_survey_facts, margins_from);
  facts.issued = facts.returned = 0;
  facts.population = 0;
  facts.sampling = SURVEYSTATS_SAMPLING_CENSUS;
  facts.nominal_margin = 0;
  facts.margins = written("places.csv", "variable,category,count\nsex,F,4\nsex,M,6\n");
  GIVES(SURVEYSTATS_OK, surveystats_validity(design, &facts, NULL, 0, NULL, NULL, &estimates, &error));
  CHECK(near(row_at(estimates, 1).statistic_value, 0.25));
  surveystats_estimates_destroy(estimates);
  remove("places.json");
  remove("places.csv");
  surveystats_design_destroy(design);
  surveystats_dataset_destroy(dataset);
}

#include "test_arrow.h"

static void states_add_up_in_any_order(void) {
  static const char request[] =
      "{\"statistic\": \"mean\", \"items\": [\"y\"], \"design\": {\"weights\": \"w\", \"strata\": \"s\"}}";
  surveystats_dataset *dataset = small_dataset();
  surveystats_design *design = small_design();
  surveystats_estimates *expected = NULL, *result = NULL;
  surveystats_state *a = NULL, *b = NULL;
  surveystats_text *bytes = NULL, *left = NULL, *right = NULL;
  surveystats_error error = SURVEYSTATS_ERROR_INIT;
  const char *data;
  GIVES(SURVEYSTATS_OK, surveystats_mean(design, y_items, 1, NULL, NULL, &expected, NULL));
  GIVES(SURVEYSTATS_OK, surveystats_state_create(request, NULL, &a, NULL));
  CHECK(surveystats_state_row_count(a) == 0);
  GIVES(SURVEYSTATS_ERROR_EMPTY_DATA, surveystats_state_result(a, &result, NULL));
  CHECK(result == NULL);
  GIVES(SURVEYSTATS_OK, surveystats_state_to_bytes(a, &bytes, NULL));
  data = surveystats_text_data(bytes);
  GIVES(SURVEYSTATS_OK, surveystats_state_from_bytes(data, surveystats_text_length(bytes), NULL, &b, NULL));
  GIVES(SURVEYSTATS_OK, surveystats_state_update(a, dataset, NULL, NULL));
  CHECK(surveystats_state_row_count(a) == 5);
  GIVES(SURVEYSTATS_OK, surveystats_state_merge(b, a, NULL));
  GIVES(SURVEYSTATS_OK, surveystats_state_result(b, &result, NULL));
  GIVES(SURVEYSTATS_OK, surveystats_estimates_render(expected, SURVEYSTATS_FORMAT_JSON, 0, &left, NULL));
  GIVES(SURVEYSTATS_OK, surveystats_estimates_render(result, SURVEYSTATS_FORMAT_JSON, 0, &right, NULL));
  CHECK(strcmp(surveystats_text_data(left), surveystats_text_data(right)) == 0);

  GIVES(INVALID, surveystats_state_merge(a, a, NULL));
  GIVES(INVALID, surveystats_state_merge(a, NULL, NULL));
  GIVES(INVALID, surveystats_state_update(NULL, dataset, NULL, NULL));
  surveystats_state_destroy(a);
  GIVES(INVALID, surveystats_state_create(NULL, NULL, &a, NULL));
  CHECK(a == NULL);
  GIVES(SURVEYSTATS_ERROR_MALFORMED_DATA, surveystats_state_create("{", NULL, &a, &error));
  CHECK(error.row == 1 && strlen(error.message) > 0);
  GIVES(INVALID, surveystats_state_from_bytes(NULL, 3, NULL, &a, NULL));
  GIVES(INVALID, surveystats_state_from_bytes(data, -1, NULL, &a, NULL));
  GIVES(
      SURVEYSTATS_ERROR_MALFORMED_DATA,
      surveystats_state_from_bytes(data, surveystats_text_length(bytes) - 1, NULL, &a, NULL));
  CHECK(surveystats_state_row_count(NULL) == 0);
  surveystats_state_destroy(NULL);
  surveystats_state_destroy(b);
  surveystats_text_destroy(bytes);
  surveystats_text_destroy(left);
  surveystats_text_destroy(right);
  surveystats_estimates_destroy(expected);
  surveystats_estimates_destroy(result);
  surveystats_design_destroy(design);
  surveystats_dataset_destroy(dataset);
}

int main(void) {
  static void (*const tests[])(void) = {
      versions_and_names,
      null_handles_are_harmless,
      null_arguments_are_refused,
      lengths_are_checked_before_anything_is_read,
      limits_are_kept,
      weights_that_no_design_has,
      a_table_without_rows_has_no_answer,
      text_that_is_not_utf8_names_its_argument,
      unknown_columns_name_the_nearest,
      options_that_contradict_are_refused,
      struct_sizes_of_other_versions,
      errors_write_only_what_fits,
      a_known_mean_through_every_accessor,
      quantiles_by_share,
      growth_between_two_periods,
      groups_levels_and_notes,
      meanings_are_checked,
      rows_of_totals_are_kept_where_asked,
      scores_of_a_hand_tally,
      growth_of_top_two_shares,
      weights_fitted_to_margins,
      a_whole_survey,
      questions_on_satisfaction_are_found,
      margins_counted_out_of_a_table,
      every_type_of_column_means_the_same,
      files_selections_and_documents,
      compressed_files_are_read_as_their_content,
      a_lonely_stratum_fails_unless_told_otherwise,
      standard_errors_come_from_replicates_where_asked,
      runs_are_watched_and_cancelled,
      another_thread_cancels_a_long_run,
      two_threads_read_one_result,
      arrow_streams_are_kept_read_once_or_again,
      arrow_streams_are_released_whatever_is_wrong,
      an_arrow_array_is_a_table,
      results_are_arrow_streams_that_outlive_them,
      states_add_up_in_any_order,
  };
  for (size_t i = 0; i < sizeof tests / sizeof tests[0]; i++) tests[i]();
  printf("%d passed, %d failed\n", passed, failed);
  return failed == 0 ? 0 : 1;
}
