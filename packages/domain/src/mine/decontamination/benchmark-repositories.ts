import type { BenchmarkSuite } from '@evoline/contract/mining-filters';

/**
 * The repositories of evaluation suites by the names they have and had, lower case, one line a language or
 * a suite's part. SWE-bench: the twelve of Full, Lite and Verified. Multilingual and the development set:
 * as the suite's harness named them up to 5.0. Live: every repository on its public lists of 2025; it
 * grows, so add `benchmarkFiles` where it is what you score.
 */
const suites: Readonly<Record<BenchmarkSuite, string>> = {
  'swe-bench': `
    astropy/astropy django/django matplotlib/matplotlib mwaskom/seaborn pallets/flask mitsuhiko/flask psf/requests
    requests/requests kennethreitz/requests pydata/xarray xray/xray pylint-dev/pylint pycqa/pylint pytest-dev/pytest
    hpk42/pytest scikit-learn/scikit-learn sphinx-doc/sphinx sympy/sympy`,
  'swe-bench-multilingual': `
    redis/redis antirez/redis jqlang/jq stedolan/jq nlohmann/json micropython/micropython valkey-io/valkey fmtlib/fmt
    cppformat/cppformat
    caddyserver/caddy mholt/caddy hashicorp/terraform prometheus/prometheus gohugoio/hugo spf13/hugo gin-gonic/gin
    google/gson apache/druid druid-io/druid javaparser/javaparser projectlombok/lombok rzwitserloot/lombok apache/lucene
    apache/lucene-solr reactivex/rxjava netflix/rxjava
    babel/babel 6to5/6to5 vuejs/core vuejs/vue-next facebook/docusaurus immutable-js/immutable-js facebook/immutable-js
    mrdoob/three.js preactjs/preact developit/preact axios/axios mzabriskie/axios
    phpoffice/phpspreadsheet laravel/framework php-cs-fixer/php-cs-fixer friendsofphp/php-cs-fixer briannesbitt/carbon
    jekyll/jekyll mojombo/jekyll fluent/fluentd fastlane/fastlane krausefx/fastlane jordansissel/fpm faker-ruby/faker
    stympy/faker rubocop/rubocop rubocop-hq/rubocop bbatsov/rubocop
    burntsushi/ripgrep sharkdp/bat astral-sh/ruff charliermarsh/ruff tokio-rs/tokio uutils/coreutils nushell/nushell
    tokio-rs/axum`,
  'swe-bench-multimodal': `
    alibaba-fusion/next automattic/wp-calypso bpmn-io/bpmn-js carbon-design-system/carbon ibm/carbon-components
    chartjs/chart.js nnnick/chart.js diegomura/react-pdf eslint/eslint nzakas/eslint googlechrome/lighthouse grommet/grommet
    highlightjs/highlight.js isagalaev/highlight.js markedjs/marked chjj/marked openlayers/openlayers prettier/prettier
    prismjs/prism leaverou/prism processing/p5.js lmccart/p5.js quarto-dev/quarto-cli scratchfoundation/scratch-gui
    llk/scratch-gui`,
  'swe-bench-dev': `
    dbt-labs/dbt-core fishtown-analytics/dbt marshmallow-code/marshmallow sloria/marshmallow pvlib/pvlib-python
    pydicom/pydicom darcymason/pydicom pylint-dev/astroid pycqa/astroid pyvista/pyvista sqlfluff/sqlfluff`,
  'swe-bench-live': `
    ag2ai/faststream agentops-ai/agentops aider-ai/aider aiogram/aiogram albumentations-team/albumentations amoffat/sh
    ansible/ansible-lint ansible/molecule apify/crawlee-python arviz-devs/arviz aws-cloudformation/cfn-lint
    aws-powertools/powertools-lambda-python azure/azure-sdk-for-python beancount/beancount beetbox/beets beeware/briefcase
    berriai/litellm bridgecrewio/checkov camel-ai/camel celery/django-celery-beat certbot/certbot conan-io/conan
    cyclotruc/gitingest dbcli/mycli deepset-ai/haystack delgan/loguru dpkp/kafka-python dynaconf/dynaconf encode/starlette
    eventlet/eventlet facebookresearch/hydra falconry/falcon feast-dev/feast flexget/flexget fonttools/fonttools
    freeopcua/opcua-asyncio freqtrade/freqtrade fsspec/filesystem_spec geopandas/geopandas gitpython-developers/gitpython
    gptme/gptme graphistry/pygraphistry hardbyte/python-can hiyouga/llama-factory home-assistant/supervisor
    huggingface/datasets huggingface/open-r1 huggingface/smolagents hynek/structlog
    icloud-photos-downloader/icloud_photos_downloader instructlab/instructlab ipython/ipython iterative/dvc jarun/buku
    jazzband/tablib jlowin/fastmcp joke2k/faker jpadilla/pyjwt jupyterlab/jupyter-ai kedro-org/kedro keras-team/keras
    koxudaxi/datamodel-code-generator kozea/radicale kozea/weasyprint kubernetes-client/python lektor/lektor
    lightning-ai/litserve lss233/kirara-ai matplotlib/matplotlib mervinpraison/praisonai mesonbuild/meson
    meta-llama/llama-stack mikedh/trimesh mlco2/codecarbon modelcontextprotocol/python-sdk networktocode/ntc-templates
    networkx/networkx olofk/fusesoc openai/openai-agents-python pallets/flask patroni/patroni pdm-project/pdm
    piskvorky/smart_open praw-dev/praw privacyidea/privacyidea projectmesa/mesa psf/black psf/requests pvlib/pvlib-python
    pwr-solaar/solaar py-pdf/pypdf pybamm-team/pybamm pyca/cryptography pydata/xarray pyinfra-dev/pyinfra pylint-dev/pylint
    pymodbus-dev/pymodbus pynamodb/pynamodb pyomo/pyomo pypa/pipenv pypa/pipx pypa/twine pypsa/pypsa pytest-dev/pytest
    python-attrs/attrs python-babel/babel python-control/python-control python-telegram-bot/python-telegram-bot python/mypy
    pytorch/torchtitan pytorch/torchtune pytransitions/transitions qtile/qtile quantumlib/cirq
    qubvel-org/segmentation_models.pytorch reata/sqllineage reflex-dev/reflex run-llama/llama_deploy
    scikit-learn-contrib/category_encoders scrapinghub/dateparser scrapy-plugins/scrapy-splash sdv-dev/sdv shapely/shapely
    simonw/llm sissbruecker/linkding slackapi/bolt-python slackapi/python-slack-sdk sooperset/mcp-atlassian
    sphinx-doc/sphinx stanford-crfm/helm stanfordnlp/dspy streamlink/streamlink sympy/sympy textualize/textual
    theoehrly/fast-f1 tox-dev/tox traceloop/openllmetry tuxemon/tuxemon urllib3/urllib3
    wemake-services/wemake-python-styleguide wireservice/csvkit yt-dlp/yt-dlp`,
};

/** What a training run leaves out without being asked. The others are for those who score them. */
export const defaultSuites: readonly BenchmarkSuite[] = [
  'swe-bench',
  'swe-bench-multilingual',
  'swe-bench-multimodal',
];

const namesBySuite = new Map(
  Object.entries(suites).map(([suite, names]) => [suite, new Set(names.trim().split(/\s+/))]),
);

/** Names of a suite's repositories, owner/name, lower case. */
export function repositoriesOfSuite(suite: BenchmarkSuite): ReadonlySet<string> {
  return namesBySuite.get(suite) ?? new Set();
}
