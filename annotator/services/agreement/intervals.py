"""How certain measures of many documents are: their intervals over documents, drawn anew from the sums of each."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from annotator.services.agreement.agreement import PairAgreement, TogetherAgreement
from annotator.services.agreement.measures.bootstrap import Interval, interval, ratios
from annotator.services.agreement.measures.counts import f1_interval
from annotator.services.agreement.measures.nominal import alphas, alphas_of_coincidences, kappas, pis


def pair_intervals(documents: Sequence[PairAgreement]) -> dict[str, Interval]:
    """Give the interval of every measure of two annotators, None where there is none."""
    tables = [document.characters for document in documents]
    return {
        "exact_f1": f1_interval(document.exact.overall for document in documents),
        "relaxed_f1": f1_interval(document.relaxed.overall for document in documents),
        "alpha_nominal": interval(tables, alphas),
        "alpha_u": interval((document.unitizing for document in documents), _against_chance),
        "gamma": interval((document.gamma for document in documents), _against_chance),
        "kappa": interval(tables, kappas),
        "pi": interval(tables, pis),
        "roles_f1": f1_interval(document.roles for document in documents),
        "links_f1": f1_interval(document.links for document in documents),
        "roles_by_entity_f1": f1_interval(document.roles_by_entity for document in documents),
        "links_by_entity_f1": f1_interval(document.links_by_entity for document in documents),
        "tuples_f1": f1_interval(document.tuples for document in documents),
    }


def together_intervals(documents: Sequence[TogetherAgreement]) -> dict[str, Interval]:
    """Give the interval of every coefficient of all annotators."""
    return {
        "alpha_nominal": interval((document.coincidences for document in documents), alphas_of_coincidences),
        "alpha_u": interval((document.unitizing for document in documents), _against_chance),
        "gamma": interval((document.gamma for document in documents), _against_chance),
    }


def _against_chance(sums: NDArray[np.float64]) -> NDArray[np.float64]:
    """Give 1 − observed / expected of rows of both."""
    return 1 - ratios(sums[:, 0], sums[:, 1])
