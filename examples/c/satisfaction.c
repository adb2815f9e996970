/* Mean satisfaction of a counter questionnaire, by area, with the growth since last year.
 *
 *   satisfaction FILE.csv
 */
#include <stdio.h>
#include <surveystats.h>

static int print_rows(const surveystats_estimates *estimates, surveystats_error *error) {
  for (int64_t i = 0; i < surveystats_estimates_n_rows(estimates); i++) {
    surveystats_row row = SURVEYSTATS_ROW_INIT;
    const char *column = NULL;
    const char *group = "";
    if (surveystats_estimates_row(estimates, i, &row, error) != SURVEYSTATS_OK) return 0;
    if (row.n_groups > 0
        && surveystats_estimates_group(estimates, i, 0, &column, &group, error) != SURVEYSTATS_OK) {
      return 0;
    }
    printf("%s %s %.4f (95%% %.4f to %.4f, n = %lld)\n", group, row.term, row.estimate, row.conf_low,
           row.conf_high, (long long)row.n);
  }
  for (int64_t i = 0; i < surveystats_estimates_n_notes(estimates); i++) {
    const char *code = NULL;
    const char *text = NULL;
    if (surveystats_estimates_note(estimates, i, SURVEYSTATS_LANGUAGE_EN, &code, &text, error)
        != SURVEYSTATS_OK) {
      return 0;
    }
    printf("note: %s\n", text);
  }
  return 1;
}

int main(int argc, char **argv) {
  surveystats_error error = SURVEYSTATS_ERROR_INIT;
  surveystats_dataset *dataset = NULL;
  surveystats_design *design = NULL;
  surveystats_estimates *means = NULL;
  surveystats_estimates *growth = NULL;
  const char *strata[] = {"服務區"};
  const char *clusters[] = {"里"};
  const char *populations[] = {"區內里數"};
  const char *items[] = {"服務禮儀"};
  const char *by[] = {"服務區"};
  surveystats_dataset_options reading = SURVEYSTATS_DATASET_OPTIONS_INIT;
  surveystats_design_options how = SURVEYSTATS_DESIGN_OPTIONS_INIT;
  surveystats_request request = SURVEYSTATS_REQUEST_INIT;
  int done;

  if (argc != 2) {
    fprintf(stderr, "usage: %s FILE.csv\n", argv[0]);
    return 2;
  }
  reading.missing = "9";
  how.weights = "權數";
  how.strata = strata;
  how.n_strata = 1;
  how.cluster = clusters;
  how.n_cluster = 1;
  how.fpc = populations;
  how.n_fpc = 1;
  request.by = by;
  request.n_by = 1;

  done = surveystats_dataset_open_csv(argv[1], &reading, &dataset, &error) == SURVEYSTATS_OK
      && surveystats_design_create(dataset, &how, &design, &error) == SURVEYSTATS_OK
      && surveystats_mean(design, items, 1, &request, NULL, &means, &error) == SURVEYSTATS_OK
      && surveystats_contrast(design, "成長率 = (整體_103 - 整體_102) / 整體_102", SURVEYSTATS_CONTRAST_MEAN,
                              NULL, NULL, &growth, &error)
             == SURVEYSTATS_OK
      && print_rows(means, &error) && print_rows(growth, &error);
  if (!done) fprintf(stderr, "%s\n", error.message);

  surveystats_estimates_destroy(growth);
  surveystats_estimates_destroy(means);
  surveystats_design_destroy(design);
  surveystats_dataset_destroy(dataset);
  return done ? 0 : 1;
}
