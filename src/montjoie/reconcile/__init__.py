"""GroundedReadings → incidents, threads, disagreements and ledger: pure functions over sets, in two layers.

First layer: keys → pairs that share one → judgements → clusters → one settled object for each cluster.
Second layer: what looks beyond the mentions of one incident, over everything settled at one time.
"""

from montjoie.reconcile.acts import act_keys
from montjoie.reconcile.block import incident_keys, pairs_by_key
from montjoie.reconcile.cluster import cluster
from montjoie.reconcile.context import Context, make_context
from montjoie.reconcile.grade import Surroundings, Vicinity, grade
from montjoie.reconcile.judge import differences, judge_acts, judge_mentions
from montjoie.reconcile.overrides import check_override
from montjoie.reconcile.second import Second, second_layer
from montjoie.reconcile.settle import is_codeable, settle_incident
from montjoie.reconcile.standing import Changes, Standing
from montjoie.reconcile.threads import settle_thread
from montjoie.reconcile.tolls import settle_toll

__all__ = [
    "Changes",
    "Context",
    "Second",
    "Standing",
    "Surroundings",
    "Vicinity",
    "act_keys",
    "check_override",
    "cluster",
    "differences",
    "grade",
    "incident_keys",
    "is_codeable",
    "judge_acts",
    "judge_mentions",
    "make_context",
    "pairs_by_key",
    "second_layer",
    "settle_incident",
    "settle_thread",
    "settle_toll",
]
