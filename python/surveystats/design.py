"""How answers were sampled, and the statistics of such a design."""

from __future__ import annotations

import array
import ctypes
import json
import weakref
from typing import Any, Callable, Dict, List, Optional, Sequence, Union

from . import _library
from ._arguments import (
    BASES,
    GROWTH_METHODS,
    GROWTH_STATISTICS,
    INTERVALS,
    LONELY_PSU,
    Names,
    QUANTILE_INTERVALS,
    QUANTILE_RULES,
    REPLICATES,
    SCORE_KINDS,
    STATISTICS,
    WEIGHTING_METHODS,
    _check_replicates,
    _choice,
    _list,
    _positive,
    _required,
    _shares,
)
from .data import Dataset, Path, _path, as_dataset, cell_text
from .errors import SurveyStatsError
from .estimates import Estimates
from .run import Run, call_long
from .sampling import _facts


class Design:
    """How the answers of a table were sampled: one object for every statistic.

    Args:
        data: a ``Dataset``, a pandas DataFrame, a dict of arrays, or anything that is an Arrow table: a polars frame,
            a DuckDB relation, a pyarrow table, reader or dataset; see ``from_arrow``.
        weights: the column of sampling weights. None: every row has weight 1.
        strata, cluster, fpc: a column each, or a list with one for each stage. Clusters count within their
            stratum. ``fpc`` holds sampling fractions (all ≤ 1) or population counts (all ≥ 1); without
            weights the weights are N/n.
        population: the size of the whole population of a simple random sample.
        lonely_psu: what to do with a stratum of which only one unit was sampled: ``"fail"``, ``"remove"``,
            ``"adjust"``, ``"average"``, ``"certainty"`` or ``"collapse"``.
        replicates: takes standard errors from replicates of the clusters: ``"jk1"`` and ``"jkn"`` (each cluster left
            out once, without and with strata), ``"brr"`` and ``"fay"`` (balanced half samples; two clusters in every
            stratum) or ``"bootstrap"`` (Rao and Wu's). None: linearization. Statistics without replicates
            (``reliability``, ``validity``, ``summary``, ``poststratify``, ``rake``) refuse such a design. A note of the
            result (``replicates``) names their kind and number, and where degrees of freedom come from.
        replicate_count: how many a bootstrap draws; 1000 by default.
        seed: what a bootstrap's draws begin with, from 1 to 2**53; by default 1, and a note says so. Equal seeds give
            equal results on every machine.
        fay_rho: with ``"fay"``, the weight that the other half keeps, from 0 to below 1.
        mse: whether deviations of replicates are from the estimate rather than from their mean.

    Names are checked at once, values when a statistic reads them. A design never changes, and may be used
    from several threads.

    Attributes:
        data: the ``Dataset``.
        weighting: what ``poststratify`` or ``rake`` did to the weights, the JSON of the command ``weight`` as
            Python objects; None for a design that is not fitted to margins.
    """

    def __init__(
        self,
        data: Any,
        weights: Optional[str] = None,
        strata: Optional[Names] = None,
        cluster: Optional[Names] = None,
        fpc: Optional[Names] = None,
        population: Optional[float] = None,
        lonely_psu: str = "fail",
        replicates: Optional[str] = None,
        replicate_count: Optional[int] = None,
        seed: Optional[int] = None,
        fay_rho: Optional[float] = None,
        mse: bool = False,
    ) -> None:
        library = _library.library()
        self.data: Dataset = as_dataset(data)
        options = _library.DesignOptions()
        library.surveystats_design_options_init(ctypes.byref(options), ctypes.sizeof(options))
        options.weights = _library.utf8(weights, "weights")
        options.strata, options.n_strata = _library.names(_list(strata, "strata"), "strata")
        options.cluster, options.n_cluster = _library.names(_list(cluster, "cluster"), "cluster")
        options.fpc, options.n_fpc = _library.names(_list(fpc, "fpc"), "fpc")
        if population is not None:
            # 0 is the C library's word for "not given"; here it is a number like any other, and wrong.
            if population == 0:
                raise ValueError("population must be at least 1, not 0")
            options.population = population
        options.lonely_psu = _choice(lonely_psu, LONELY_PSU, "lonely_psu")
        _check_replicates(replicates, replicate_count, seed, fay_rho, mse)
        if replicates is not None:
            options.replicate_type = 1 + REPLICATES.index(replicates)
        # 0 is the C library's word for "not given"; here it is a number like any other, and wrong.
        if replicate_count is not None:
            options.replicates = _positive(replicate_count, "replicate_count")
        if seed is not None:
            options.seed = _positive(seed, "seed")
        if fay_rho is not None:
            options.fay_rho = fay_rho
        options.mse = 1 if mse else 0
        handle = ctypes.c_void_p()
        try:
            _library.call(
                library.surveystats_design_create,
                self.data._handle,
                ctypes.byref(options),
                ctypes.byref(handle),
            )
        except SurveyStatsError as error:
            raise self.data._explain(error) from None
        self.weighting: Optional[Dict[str, Any]] = None
        self._own(handle)

    def _own(self, handle: ctypes.c_void_p) -> None:
        self._handle = handle
        weakref.finalize(self, _library.library().surveystats_design_destroy, handle)

    def poststratify(self, margins: Path, keep_total: bool = False, run: Optional[Run] = None) -> "Design":
        """This design with its weights fitted to the population counts of one variable, or of joint cells.

            weighted = design.poststratify("margins.csv")
            weighted.mean("overall"), weighted.weighting["after"]["n_eff"]

        Standard errors of estimates from the result are those of the residuals. Rows without an answer to a
        margin get weight 0, and a note counts them. The data is read once now and again by each statistic. A design with
        ``replicates`` is refused, and so is growth by ``method="bootstrap"`` of the result: each replicate would have to
        be fitted again.

        Args:
            margins: a CSV of ``variable,category,count``; joint cells join columns and answers with ``:``
                (``sex:age``, ``F:20-29``).
            keep_total: whether the counts are shares, so that the sum of the weights stays; else they are the
                population's.
            run: a ``Run`` to watch and cancel the work.

        Raises:
            SurveyStatsError: the margins are none, or cannot hold in the sample.
        """
        return self._fitted("poststratify", margins, keep_total, run)

    def rake(self, margins: Path, keep_total: bool = False, run: Optional[Run] = None) -> "Design":
        """This design with its weights raked to the margins of several variables; as ``poststratify``."""
        return self._fitted("rake", margins, keep_total, run)

    def _fitted(self, method: str, margins: Path, keep_total: bool, run: Optional[Run]) -> "Design":
        library = _library.library()
        before = [
            self._handle,
            WEIGHTING_METHODS.index(method),
            _path(_required(margins, "margins"), "margins"),
            1 if keep_total else 0,
        ]
        try:
            handle = call_long(library.surveystats_design_weighted, before, run, self)
        except SurveyStatsError as error:
            raise self.data._explain(error) from None
        design = Design.__new__(Design)
        design.data = self.data
        design._own(handle)
        design.weighting = json.loads(design.render_weighting("json"))
        return design

    def render_weighting(self, format: str = "text", language: str = "en") -> str:
        """What ``poststratify`` or ``rake`` did to the weights as ``"text"``, ``"csv"``, ``"json"`` or
        ``"markdown"``, with labels and notes in ``language``."""
        if format not in _library.FORMATS:
            raise ValueError(f"format must be one of {', '.join(_library.FORMATS)}, not {format!r}")
        out = ctypes.c_void_p()
        _library.call(
            _library.library().surveystats_design_weighting,
            self._handle,
            _library.FORMATS[format],
            _library.language(language),
            ctypes.byref(out),
        )
        return _library.owned_text(out)

    def weights(self, run: Optional[Run] = None) -> "array.array[float]":
        """The fitted weight of each respondent in the order of the data, 0 without an answer to a margin.

        For a file that others estimate from: standard errors from such weights alone take them for fixed, and
        are too large as a rule. Only for what ``poststratify`` or ``rake`` made; reads the data.
        """
        function = _library.library().surveystats_design_weights
        # Mostly all rows have a weight, and one reading is enough.
        room = self.weighting["before"]["n"] if self.weighting is not None else 0
        while True:
            values = array.array("d", bytes(8 * room))
            block = (ctypes.c_double * room).from_buffer(values)
            count = ctypes.c_int64()
            call_long(function, [self._handle], run, self, [block, room, ctypes.byref(count)])
            if count.value <= room:
                return values[: count.value]
            room = count.value

    def mean(
        self,
        items: Names,
        by: Optional[Names] = None,
        where: Optional[str] = None,
        level: float = 0.95,
        df: Union[None, str, float] = None,
        deff: Union[bool, str] = False,
        covariance: bool = False,
        run: Optional[Run] = None,
    ) -> Estimates:
        """Weighted means of numeric columns, with the standard errors of the design and t intervals.

        Args:
            items: a list of columns, or a text such as ``"q1-q20,overall"`` or ``"*"``. A text that is a
                column's name means that column.
            by: grouping columns: a name, ``"a,b"``, or a list.
            where: a condition on rows, ``"year == 113 && channel in ('web', 'app')"``; the other rows stay in
                the design.
            level: the confidence level of the intervals.
            df: None for the design's degrees of freedom (clusters − strata in the domain), ``"inf"`` for the
                normal distribution, or a number.
            deff: True for design effects, ``"replace"`` for those against sampling with replacement.
            covariance: whether ``Estimates.covariance`` is wanted.
            run: a ``Run`` to watch and cancel the work from another thread. Ctrl-C cancels it too.

        Raises:
            SurveyStatsError: the request or the data has no answer.
        """
        request = self._request(by, where, level, df, deff, covariance)
        return self._items(_library.library().surveystats_mean, items, request, run)

    def total(
        self,
        items: Names,
        by: Optional[Names] = None,
        where: Optional[str] = None,
        level: float = 0.95,
        df: Union[None, str, float] = None,
        deff: Union[bool, str] = False,
        covariance: bool = False,
        run: Optional[Run] = None,
    ) -> Estimates:
        """Weighted totals of numeric columns, a missing answer counting as nothing; otherwise as ``mean``."""
        request = self._request(by, where, level, df, deff, covariance)
        return self._items(_library.library().surveystats_total, items, request, run)

    def proportion(
        self,
        items: Names,
        by: Optional[Names] = None,
        where: Optional[str] = None,
        level: float = 0.95,
        df: Union[None, str, float] = None,
        deff: Union[bool, str] = False,
        covariance: bool = False,
        interval: str = "logit",
        levels: Optional[Sequence[Any]] = None,
        run: Optional[Run] = None,
    ) -> Estimates:
        """The share of each answer among the valid answers, as a fraction of 1; one row for each item, group
        and answer. Of an item whose cells hold several answers, the share of each option among those who chose any.

        Args:
            interval: ``"logit"``, ``"xlogit"``, ``"wald"``, ``"korn-graubard"``, ``"beta"``, ``"wilson"``,
                ``"wilson-adjusted"`` or ``"arcsine"``.
            levels: the answers that are wanted, also where nobody gave them; None for all that occur.

        The other arguments are those of ``mean``.
        """
        request = self._request(by, where, level, df, deff, covariance)
        self._proportions(request, interval, levels)
        return self._items(_library.library().surveystats_proportion, items, request, run)

    def quantile(
        self,
        items: Names,
        probs: Union[float, Sequence[float]] = (0.25, 0.5, 0.75),
        rule: str = "math",
        interval: str = "mean",
        by: Optional[Names] = None,
        where: Optional[str] = None,
        level: float = 0.95,
        df: Union[None, str, float] = None,
        run: Optional[Run] = None,
    ) -> Estimates:
        """Weighted quantiles of numeric columns: a row with its ``prob`` for each item, group and share.

            design.quantile("waiting", probs=[0.5, 0.9], by="channel")

        The standard error is the width of the interval over 2t. Where the interval reaches beyond the answers, a limit
        and the standard error are None, and a note says so. A note names the rule and the interval
        (``quantile_rule``), another the columns of so few different answers, such as scales of five points, that
        quantiles say little of them (``quantile_few_values``).

        Args:
            probs: the shares of the weighted answers that are to lie at or below the quantiles, above 0 and below 1; equal
                ones are one quantile.
            rule: what a quantile is where the distribution jumps. ``"math"`` (or ``"hf1"``): the smallest answer at or
                below which is the share or more; ``"school"`` (``"hf2"``): the same, halfway to the next answer where
                the share is exact; ``"hf3"`` to ``"hf9"``: Hyndman and Fan's other definitions.
            interval: ``"mean"`` (Woodruff's, from the share at or below the quantile ± t standard errors), ``"beta"``,
                ``"xlogit"``, ``"arcsine"`` (other intervals for that share) or ``"score"`` (Francisco and Fuller's).

        The other arguments are those of ``mean``. A continuous column takes up to 340 bytes of memory a row. Designs
        with ``replicates`` are refused.
        """
        request = self._request(by, where, level, df, False, False)
        wanted = _shares(probs)
        library = _library.library()
        options = _library.QuantileOptions()
        library.surveystats_quantile_options_init(ctypes.byref(options), ctypes.sizeof(options))
        options.probs = (ctypes.c_double * len(wanted))(*wanted)
        options.n_probs = len(wanted)
        options.rule = _choice(rule, QUANTILE_RULES, "rule")
        options.interval = _choice(interval, QUANTILE_INTERVALS, "interval")
        names, count = _library.names(_list(_required(items, "items"), "items"), "items")
        before = [self._handle, names, count, ctypes.byref(options), ctypes.byref(request)]
        return self._estimates(library.surveystats_quantile, before, run)

    def contrast(
        self,
        expression: str,
        statistic: str = "mean",
        by: Optional[Names] = None,
        where: Optional[str] = None,
        level: float = 0.95,
        df: Union[None, str, float] = None,
        covariance: bool = False,
        run: Optional[Run] = None,
    ) -> Estimates:
        """A smooth function of the means (or totals) of columns, with the standard error that their
        covariances give.

        Args:
            expression: ``"growth = (b - a) / a"``: + - * / ^, parentheses, numbers, log, exp, sqrt, abs and
                columns, in backticks where their names hold more than letters, digits, ``.`` and ``_``.
            statistic: ``"mean"`` or ``"total"``: what a column's name stands for.

        The other arguments are those of ``mean``.
        """
        request = self._request(by, where, level, df, False, covariance)
        before = [
            self._handle,
            _library.utf8(_required(expression, "expression"), "expression"),
            _choice(statistic, STATISTICS, "statistic"),
            ctypes.byref(request),
        ]
        return self._estimates(_library.library().surveystats_contrast, before, run)

    def reliability(
        self,
        items: Names,
        by: Optional[Names] = None,
        where: Optional[str] = None,
        level: float = 0.95,
        df: Union[None, str, float] = None,
        covariance: bool = False,
        run: Optional[Run] = None,
    ) -> Estimates:
        """Cronbach's alpha of a scale and what each item adds to it, over rows in which all items are valid.

        Rows with ``statistic`` ``"alpha"`` and ``"alpha_standardized"`` for the scale, then ``"mean"``,
        ``"std_dev"``, ``"item_total_correlation"`` and ``"alpha_if_dropped"`` for each item. Standard errors are
        those of the design; a plain sample gets Feldt's limits, and a note says so. The arguments are those of
        ``mean``.
        """
        request = self._request(by, where, level, df, False, covariance)
        return self._items(_library.library().surveystats_reliability, items, request, run)

    def score(
        self,
        items: Names,
        kinds: Union[str, Sequence[str]] = ("mean", "score-of-max", "score-of-range", "top2"),
        base: str = "valid",
        by: Optional[Names] = None,
        where: Optional[str] = None,
        level: float = 0.95,
        df: Union[None, str, float] = None,
        deff: Union[bool, str] = False,
        covariance: bool = False,
        interval: str = "logit",
        run: Optional[Run] = None,
    ) -> Estimates:
        """How satisfied respondents are: means, scores from 0 to 100 and top-two shares of items and
        constructs. The items need scales; see ``Dataset.described``.

            data = ss.read_csv("export.csv", scale="auto", items="q1-q20")
            ss.Design(data).score("q1-q20", kinds="top2", by="channel")

        Args:
            kinds: ``"mean"``, ``"score-of-max"`` (100 · mean / highest score), ``"score-of-range"``
                (100 · (mean − lowest) / (highest − lowest)) and ``"top2"`` (the share of positive answers).
            base: what a top-two share is a share of: ``"valid"`` (substantive answers), ``"users"`` (all but
                those whom the question does not concern) or ``"all"``.
            interval: for top-two shares, as in ``proportion``.

        The other arguments are those of ``mean``.
        """
        request = self._request(by, where, level, df, deff, covariance)
        self._proportions(request, interval, None)
        wanted = [kinds] if isinstance(kinds, str) else list(kinds)
        if not wanted:
            raise ValueError("kinds is empty; leave it out for all kinds")
        numbers = [_choice(kind, SCORE_KINDS, "kinds") for kind in wanted]
        names, count = _library.names(_list(_required(items, "items"), "items"), "items")
        before = [
            self._handle,
            names,
            count,
            (ctypes.c_int32 * len(numbers))(*numbers),
            len(numbers),
            _choice(base, BASES, "base"),
            ctypes.byref(request),
        ]
        return self._estimates(_library.library().surveystats_score, before, run)

    def frequency(
        self,
        items: Names,
        blank: str = "(blank)",
        by: Optional[Names] = None,
        where: Optional[str] = None,
        level: float = 0.95,
        df: Union[None, str, float] = None,
        interval: str = "logit",
        run: Optional[Run] = None,
    ) -> Estimates:
        """The frequency table of items: for each answer a row ``"count"`` (respondents, unweighted), a
        ``"proportion"`` with ``base`` ``"all"``, in which blanks are an answer of their own, and for
        substantive answers a ``"proportion"`` with ``base`` ``"valid"``.

        Args:
            blank: what a blank is called in ``level``.
            interval: as in ``proportion``.

        The other arguments are those of ``mean``.
        """
        request = self._request(by, where, level, df, False, False)
        self._proportions(request, interval, None)
        names, count = _library.names(_list(_required(items, "items"), "items"), "items")
        before = [self._handle, names, count, _library.utf8(blank, "blank"), ctypes.byref(request)]
        return self._estimates(_library.library().surveystats_frequency, before, run)

    def validity(
        self,
        items: Optional[Names] = None,
        issued: Optional[int] = None,
        returned: Optional[int] = None,
        population: Optional[float] = None,
        sampling: Optional[str] = None,
        margins: Optional[Path] = None,
        nominal_margin: bool = False,
        where: Optional[str] = None,
        level: float = 0.95,
        run: Optional[Run] = None,
        margins_from: Optional[Names] = None,
        margins_where: Optional[str] = None,
    ) -> Estimates:
        """Whether a sample can speak for its population: counts, rates, the margin of error, and for each
        variable of the margins a test of fit with its categories.

            ss.Design(data).validity(issued=500, returned=480, population=51230, sampling="srs",
                                     margins="population.csv")
            ss.Design(data).validity(margins="villages.json", margins_where="district == '東區'",
                                     margins_from=["village=name/people", "sex=F:female,M:male"])

        Args:
            items: columns of which a valid questionnaire answers at least one; None: every row is valid.
            issued, returned: questionnaires handed out, and those that came back.
            population: members of the population.
            sampling: ``"census"``, ``"srs"``, ``"systematic"``, ``"stratified"``, ``"cluster"``, ``"quota"``,
                ``"convenience"`` or ``"voluntary"``. The last three have no margin of error.
            margins: a CSV file of variable,category,count to compare with; with ``margins_from`` any table of the
                population, a CSV or an array of JSON objects in a file named ``.json``.
            nominal_margin: a nominal margin of error all the same.
            margins_from: how to count margins out of that table, a text for each variable:
                ``"district=site_id/people_total"`` adds up the second column by the answers of the first,
                ``"sex=F:female,M:male"`` adds up a column for each category.
            margins_where: which rows of that table count, a condition as ``where`` is.

        The other arguments are those of ``mean``.
        """
        request = self._request(None, where, level, None, False, False)
        facts = _facts(
            issued, returned, population, sampling, margins, nominal_margin, margins_from, margins_where
        )
        names, count = _library.names([] if items is None else _list(items, "items"), "items")
        before = [self._handle, ctypes.byref(facts), names, count, ctypes.byref(request)]
        return self._estimates(_library.library().surveystats_validity, before, run)

    def summary(
        self,
        items: Optional[Names] = None,
        prior: Optional["Design"] = None,
        start: Any = None,
        end: Any = None,
        id: Optional[str] = None,
        shared_clusters: bool = False,
        method: str = "delta",
        issued: Optional[int] = None,
        returned: Optional[int] = None,
        population: Optional[float] = None,
        sampling: Optional[str] = None,
        margins: Optional[Path] = None,
        nominal_margin: bool = False,
        by: Optional[Names] = None,
        where: Optional[str] = None,
        level: float = 0.95,
        df: Union[None, str, float] = None,
        run: Optional[Run] = None,
        margins_from: Optional[Names] = None,
        margins_where: Optional[str] = None,
    ) -> Estimates:
        """The whole result of a satisfaction survey, each row with its ``section``: ``"sample"``,
        ``"validity"``, ``"reliability"``, ``"frequencies"``, ``"items"``, ``"constructs"``, ``"overall"``,
        ``"groups"`` (``by``) and, with ``prior``, ``"growth"``.

            data = ss.read_csv("export.csv", codebook="codebook.yaml")
            print(ss.Design(data).summary(sampling="convenience"))

        Args:
            items: the items, each on a scale; None: the items of the codebook's constructs and its overall item;
                without constructs, all columns on a scale.
                Without a codebook, ``Dataset.satisfaction_items`` finds them.
            prior: the design of an earlier survey with the same columns; start and end are the labels of the two.

        The other arguments are those of ``validity``, ``growth`` and ``mean``.
        """
        if prior is not None and not isinstance(prior, Design):
            raise TypeError(f"prior must be a Design, not {type(prior).__name__}")
        request = self._request(by, where, level, df, False, False)
        facts = _facts(
            issued, returned, population, sampling, margins, nominal_margin, margins_from, margins_where
        )
        options = _library.GrowthOptions()
        _library.library().surveystats_growth_options_init(ctypes.byref(options), ctypes.sizeof(options))
        options.from_ = _library.utf8(None if start is None else cell_text(start, "start"), "start")
        options.to = _library.utf8(None if end is None else cell_text(end, "end"), "end")
        options.id = _library.utf8(id, "id")
        options.method = _choice(method, GROWTH_METHODS, "method")
        options.shared_clusters = bool(shared_clusters)
        names, count = _library.names([] if items is None else _list(items, "items"), "items")
        before = [
            self._handle,
            prior._handle if prior is not None else None,
            ctypes.byref(facts),
            names,
            count,
            ctypes.byref(options),
            ctypes.byref(request),
        ]
        return self._estimates(_library.library().surveystats_summary, before, run, prior)

    def growth(
        self,
        items: Names,
        period: Optional[str] = None,
        start: Any = None,
        end: Any = None,
        prior: Optional["Design"] = None,
        id: Optional[str] = None,
        shared_clusters: bool = False,
        statistic: str = "mean",
        method: str = "delta",
        by: Optional[Names] = None,
        where: Optional[str] = None,
        level: float = 0.95,
        df: Union[None, str, float] = None,
        covariance: bool = False,
        interval: str = "logit",
        levels: Optional[Sequence[Any]] = None,
        base: str = "valid",
        comparable: bool = False,
        run: Optional[Run] = None,
    ) -> Estimates:
        """Growth between two periods: for each item and group the two estimates, their difference
        (later − earlier) and their growth (later / earlier − 1), a fraction.

        Args:
            period: the column that holds the period, where one table has both.
            start: the earlier period, an answer of that column; with ``prior`` its label.
            end: the later period.
            prior: the design of the earlier table, where each period has its own. The two are independent
                samples unless ``id`` or ``shared_clusters``.
            id: a column that names the same respondents or units in both periods.
            shared_clusters: whether clusters of equal name in two tables are the same clusters.
            statistic: ``"mean"``, ``"proportion"`` or ``"total"``; of items on scales also ``"top2"``,
                ``"score-of-max"`` or ``"score-of-range"``.
            method: the interval of the rate: ``"delta"``, ``"log"``, ``"fieller"`` or ``"bootstrap"`` (percentiles; a design
                without replicates gets 1000; differences keep t limits, which the note ``bootstrap_limits`` says).
            interval, levels: with proportions, as in ``proportion``; ``interval`` with ``"top2"`` too.
            base: with ``"top2"``, as in ``score``.
            comparable: with ``prior``, whether ``"top2"`` or ``"score-of-range"`` may compare items whose scale
                changed.

        The other arguments are those of ``mean``.
        """
        if prior is not None and not isinstance(prior, Design):
            raise TypeError(f"prior must be a Design, not {type(prior).__name__}")
        request = self._request(by, where, level, df, False, covariance)
        self._proportions(request, interval, levels)
        options = _library.GrowthOptions()
        _library.library().surveystats_growth_options_init(ctypes.byref(options), ctypes.sizeof(options))
        options.period = _library.utf8(period, "period")
        options.from_ = _library.utf8(None if start is None else cell_text(start, "start"), "start")
        options.to = _library.utf8(None if end is None else cell_text(end, "end"), "end")
        options.id = _library.utf8(id, "id")
        options.statistic = _choice(statistic, GROWTH_STATISTICS, "statistic")
        options.method = _choice(method, GROWTH_METHODS, "method")
        options.shared_clusters = 1 if shared_clusters else 0
        options.base = _choice(base, BASES, "base")
        options.comparable = 1 if comparable else 0
        names, count = _library.names(_list(_required(items, "items"), "items"), "items")
        before = [
            self._handle,
            None if prior is None else prior._handle,
            names,
            count,
            ctypes.byref(options),
            ctypes.byref(request),
        ]
        return self._estimates(_library.library().surveystats_growth, before, run, prior)

    @staticmethod
    def _proportions(request: _library.Request, interval: str, levels: Optional[Sequence[Any]]) -> None:
        request.interval = _choice(interval, INTERVALS, "interval")
        if levels is not None:
            wanted = [levels] if isinstance(levels, str) else list(levels)
            if not wanted:
                raise ValueError("levels is empty; leave it out for all answers that occur")
            texts = [cell_text(value, "levels") for value in wanted]
            request.levels, request.n_levels = _library.slices(texts, "levels")

    def _items(
        self, function: Callable[..., int], items: Names, request: _library.Request, run: Optional[Run]
    ) -> Estimates:
        names, count = _library.names(_list(_required(items, "items"), "items"), "items")
        before = [self._handle, names, count, ctypes.byref(request)]
        return self._estimates(function, before, run)

    def _estimates(
        self, function: Callable[..., int], before: List[Any], run: Optional[Run], prior: Any = None
    ) -> Estimates:
        try:
            return Estimates(call_long(function, before, run, (self, prior)))
        except SurveyStatsError as error:
            raise self.data._explain(error) from None

    def _request(
        self,
        by: Optional[Names],
        where: Optional[str],
        level: float,
        df: Union[None, str, float],
        deff: Union[bool, str],
        covariance: bool,
    ) -> _library.Request:
        request = _library.Request()
        _library.library().surveystats_request_init(ctypes.byref(request), ctypes.sizeof(request))
        groups = _list(by, "by")
        if isinstance(by, str) and by not in self.data.columns and "," in by:
            groups = self.data.select(by)
        request.by, request.n_by = _library.names(groups, "by")
        request.where = _library.utf8(where, "where")
        request.confidence = level
        if df == "inf" or df == float("inf"):
            request.df = 1
        elif df is not None:
            if isinstance(df, (bool, str)):
                raise ValueError(f'df must be None, "inf" or a number, not {df!r}')
            request.df = 2
            request.df_value = df
        if deff == "replace":
            request.deff = 2
        elif isinstance(deff, bool):
            request.deff = 1 if deff else 0
        else:
            raise ValueError(f'deff must be False, True or "replace", not {deff!r}')
        request.covariance = 1 if covariance else 0
        return request
