"""Parses the DAGs in Airflow's own environment of a home; prints what was found as JSON. Run as a program."""

import json
import sys
import time

started = time.monotonic()
from airflow.dag_processing.dagbag import DagBag  # noqa: E402

imported = time.monotonic()
bag = DagBag()
dag = bag.dags.get("nightly")
found = {
    "ids": sorted(bag.dags),
    "errors": bag.import_errors,
    "files": [stat.file for stat in bag.dagbag_stats],
    "seconds": time.monotonic() - imported,
    "heavy": sorted({"duckdb", "great_expectations", "pandas", "plotly", "dags.steps"} & set(sys.modules)),
}
if dag is not None:
    found |= {
        "schedule": getattr(dag.timetable, "expression", None),
        "zone": str(getattr(dag.timetable, "timezone", None)),
        "catchup": dag.catchup,
        "max_active_runs": dag.max_active_runs,
        "retries": {task.task_id: task.retries for task in dag.tasks},
        "downstream": {task.task_id: sorted(task.downstream_task_ids) for task in dag.tasks},
        "mapped": sorted(task.task_id for task in dag.tasks if task.is_mapped),
        "rules": {task.task_id: str(task.trigger_rule) for task in dag.tasks},
    }
sys.stdout.write(json.dumps(found, default=str) + "\n")
