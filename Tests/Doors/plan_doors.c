/* Checks and evaluates plans through the C interface, one line for each thing that was found, numbers by their bits.
 * Reads lines "ID<tab>PATH<tab>LANGUAGE" from standard input. See plan_doors.py. */
#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <surveystats.h>

/* Ends a line: a text may hold a line break. */
#define END "\x1e\n"

static const char *id;
static int32_t language;

static const char *shown(const char *text) { return text ? text : "-"; }

static void print_number(double value) {
  uint64_t bits;
  if (!isfinite(value)) {
    printf("\t-");
    return;
  }
  memcpy(&bits, &value, sizeof bits);
  printf("\t%016" PRIx64, bits);
}

static void print_numbers(const double *values, int count) {
  for (int i = 0; i < count; i++) print_number(values[i]);
  printf(END);
}

/* CRC-32 as zlib has it: whole documents are compared by it. */
static uint32_t checksum(const char *data, int64_t length) {
  uint32_t state = UINT32_MAX;
  for (int64_t i = 0; i < length; i++) {
    state ^= (unsigned char)data[i];
    for (int bit = 0; bit < 8; bit++) state = (state >> 1) ^ (state & 1 ? 0xEDB88320u : 0);
  }
  return ~state;
}

static void print_table(const surveystats_evaluation *evaluation, int64_t indicator, int64_t place) {
  surveystats_table table = SURVEYSTATS_TABLE_INIT;
  surveystats_evaluation_table(evaluation, indicator, place, language, &table, NULL);
  printf("%s\ttable\t%" PRId64 "\t%s\t%s", id, indicator, table.role, table.title);
  for (int64_t column = 0; column < table.n_columns; column++) {
    const char *name = NULL;
    surveystats_evaluation_table_column(evaluation, indicator, place, column, language, &name, NULL, NULL, NULL);
    printf("\t%s", name);
  }
  printf(END);
  for (int64_t row = 0; row < table.n_rows; row++) {
    printf("%s\trow\t%" PRId64, id, indicator);
    for (int64_t column = 0; column < table.n_columns; column++) {
      surveystats_cell cell = SURVEYSTATS_CELL_INIT;
      surveystats_evaluation_table_cell(evaluation, indicator, place, row, column, language, &cell, NULL);
      switch (cell.kind) {
        case SURVEYSTATS_CELL_TEXT: printf("\t%s", cell.text); break;
        case SURVEYSTATS_CELL_NUMBER: print_number(cell.number); break;
        case SURVEYSTATS_CELL_SUPPRESSED: printf("\t*suppressed"); break;
        case SURVEYSTATS_CELL_COMPLEMENTARY: printf("\t*complementary"); break;
        default: printf("\t-");
      }
    }
    printf(END);
  }
}

static void print_indicator(const surveystats_evaluation *evaluation, int64_t place) {
  surveystats_indicator found = SURVEYSTATS_INDICATOR_INIT;
  surveystats_evaluation_indicator(evaluation, place, language, &found, NULL);
  printf("%s\tindicator\t%s\t%s\t%s\t%" PRId64 "\t%s\t%s\t%s\t%s\t%s\t%s\t%" PRId64 "\t%s", id, found.id, found.label,
         found.kind, found.node, found.inventory, found.status, shown(found.reason_code), shown(found.reason),
         shown(found.unit), shown(found.target), found.n, found.is_sample ? "sample" : "-");
  {
    const double values[] = {found.value,       found.numerator,  found.denominator, found.std_error,
                             found.conf_low,    found.conf_high,  found.df,          found.p_value,
                             found.previous,    found.difference, found.growth,      found.growth_low,
                             found.growth_high, found.achievement, found.points,     found.full_points};
    print_numbers(values, 16);
  }
  for (int64_t i = 0; i < found.n_evidence; i++) {
    const char *dataset = NULL, *condition = NULL;
    int64_t rows = 0;
    surveystats_evaluation_evidence(evaluation, place, i, &dataset, &condition, &rows, NULL);
    printf("%s\tevidence\t%" PRId64 "\t%s\t%s\t%" PRId64 END, id, place, dataset, shown(condition), rows);
  }
  for (int64_t i = 0; i < found.n_tables; i++) print_table(evaluation, place, i);
  for (int64_t i = 0; i < found.n_notes; i++) {
    const char *code = NULL, *text = NULL;
    surveystats_evaluation_indicator_note(evaluation, place, i, language, &code, &text, NULL);
    printf("%s\tnote\t%" PRId64 "\t%s\t%s" END, id, place, code, text);
  }
}

static void print_node(const surveystats_evaluation *evaluation, int64_t place) {
  surveystats_node node = SURVEYSTATS_NODE_INIT;
  surveystats_evaluation_node(evaluation, place, &node, NULL);
  printf("%s\tnode\t%" PRId64 "\t%" PRId64 "\t%s\t%s\t%s\t", id, node.depth, node.parent, shown(node.number),
         node.label, shown(node.level));
  for (int64_t i = 0; i < node.n_indicators; i++) {
    surveystats_indicator found = SURVEYSTATS_INDICATOR_INIT;
    surveystats_evaluation_indicator(evaluation, node.first_indicator + i, language, &found, NULL);
    printf("%s;", found.id);
  }
  {
    const double values[] = {node.points,    node.full_points, node.missing_points,
                             node.std_error, node.conf_low,    node.conf_high};
    print_numbers(values, 6);
  }
}

static void print_sources(const surveystats_evaluation *evaluation) {
  for (int64_t i = 0; i < surveystats_evaluation_n_decisions(evaluation); i++) {
    surveystats_decision decision = SURVEYSTATS_DECISION_INIT;
    surveystats_evaluation_decision(evaluation, i, language, &decision, NULL);
    printf("%s\tdecision\t%s\t%s\t%s\t%s\t", id, decision.code, decision.question, decision.choice,
           decision.is_stated ? "stated" : "-");
    for (int64_t k = 0; k < decision.n_indicators; k++) {
      const char *name = NULL;
      surveystats_evaluation_decision_indicator(evaluation, i, k, &name, NULL);
      printf("%s;", name);
    }
    printf(END);
  }
  for (int64_t i = 0; i < surveystats_evaluation_n_datasets(evaluation); i++) {
    surveystats_dataset_use use = SURVEYSTATS_DATASET_USE_INIT;
    surveystats_evaluation_dataset(evaluation, i, &use, NULL);
    printf("%s\tfile\t%s\t%s\t%s\t%s\t%" PRId64 "\t%s\t%s", id, use.id, use.label, use.file,
           use.is_prior ? "prior" : "-", use.rows, use.encoding, use.sha256);
    for (int64_t k = 0; k < use.n_notes; k++) {
      const char *code = NULL, *text = NULL;
      surveystats_evaluation_dataset_note(evaluation, i, k, language, &code, &text, NULL);
      printf("\t%s\t%s", code, text);
    }
    printf(END);
  }
  printf("%s\tnotes", id);
  for (int64_t i = 0; i < surveystats_evaluation_n_notes(evaluation); i++) {
    const char *code = NULL, *text = NULL;
    surveystats_evaluation_note(evaluation, i, language, &code, &text, NULL);
    printf("\t%s\t%s", code, text);
  }
  printf(END);
}

static void print_evaluation(const surveystats_evaluation *evaluation) {
  static const char *const formats[] = {"text", "csv", "json", "markdown", "html", "odt", "ods"};
  surveystats_points score = SURVEYSTATS_POINTS_INIT;
  surveystats_evaluation_score(evaluation, &score, NULL);
  {
    const double values[] = {score.points,    score.full_points, score.missing_points,
                             score.std_error, score.conf_low,    score.conf_high};
    printf("%s\tscore", id);
    print_numbers(values, 6);
  }
  for (int64_t i = 0; i < surveystats_evaluation_n_nodes(evaluation); i++) print_node(evaluation, i);
  for (int64_t i = 0; i < surveystats_evaluation_n_indicators(evaluation); i++) print_indicator(evaluation, i);
  print_sources(evaluation);
  for (int32_t format = SURVEYSTATS_FORMAT_TEXT; format <= SURVEYSTATS_FORMAT_ODS; format++) {
    surveystats_text *document = NULL;
    surveystats_evaluation_render(evaluation, format, language, &document, NULL);
    printf("%s\tdocument\t%s\t%" PRId64 "\t%08" PRIx32 END, id, formats[format], surveystats_text_length(document),
           checksum(surveystats_text_data(document), surveystats_text_length(document)));
    surveystats_text_destroy(document);
  }
}

static void print_plan(const surveystats_plan *plan) {
  surveystats_error error = SURVEYSTATS_ERROR_INIT;
  surveystats_check *check = NULL;
  surveystats_evaluation *evaluation = NULL;
  if (surveystats_plan_check(plan, NULL, &check, &error) != SURVEYSTATS_OK) {
    printf("%s\terror\t%s" END, id, error.message);
  }
  for (int64_t i = 0; i < surveystats_check_n_problems(check); i++) {
    int64_t line = 0;
    int32_t is_error = 0;
    const char *message = NULL;
    surveystats_check_problem(check, i, &line, &is_error, &message, NULL);
    printf("%s\tproblem\t%" PRId64 "\t%s\t%s" END, id, line, is_error ? "error" : "note", message);
  }
  surveystats_check_destroy(check);
  if (surveystats_plan_evaluate(plan, NULL, &evaluation, &error) == SURVEYSTATS_OK) {
    printf("%s\tplan\t%s\t%s\t%s\t%" PRId64 "\t%s\t%" PRId64 END, id, surveystats_plan_id(plan),
           surveystats_plan_title(plan), surveystats_plan_agency(plan), surveystats_plan_year(plan),
           surveystats_plan_as_of(plan), surveystats_plan_n_indicators(plan));
    print_evaluation(evaluation);
  } else {
    printf("%s\terror\t%s" END, id, error.message);
  }
  surveystats_evaluation_destroy(evaluation);
}

int main(void) {
  static char line[4096];
  while (fgets(line, sizeof line, stdin)) {
    surveystats_error error = SURVEYSTATS_ERROR_INIT;
    surveystats_plan *plan = NULL;
    char *path, *name;
    line[strcspn(line, "\n")] = 0;
    path = strchr(line, '\t');
    if (!path) return 1;
    *path++ = 0;
    name = strchr(path, '\t');
    if (!name) return 1;
    *name++ = 0;
    id = line;
    language = strcmp(name, "en") == 0 ? SURVEYSTATS_LANGUAGE_EN : SURVEYSTATS_LANGUAGE_ZH_TW;
    if (surveystats_plan_open(path, &plan, &error) == SURVEYSTATS_OK) {
      print_plan(plan);
    } else {
      printf("%s\terror\t%s" END, id, error.message);
    }
    surveystats_plan_destroy(plan);
  }
  return 0;
}
